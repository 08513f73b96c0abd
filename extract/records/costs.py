"""What it costs to read an article in one way rather than another.

An article is read as telling as few studies as its facts allow, none of which contradicts itself: a study has its
price, and so has each contradiction within one, each border that it crosses, each thing that it lacks, and each fact
that no study takes. The cheapest reading is the one taken. The values were set on the train and dev splits of the
corpus; what matters is their order: two journals in one study are dearer than two studies, a visitor's hospital is
cheaper. A third more or less for any of them but ONE_MORE moves few records.
"""

# A study, by itself.
ONE_MORE = 1.6
IMPOSSIBLE = 1e6
# No stretch of text with contradictions of this cost is ever one study.
TOO_DEAR = 10.0
# … nor are more sentences with facts than these, six times as many as tell any study of the corpus: a page that says
# the same over and over costs no more than in proportion to its length.
MOST_SENTENCES = 200

# Letting a study begin: at a heading, an item, a row, a paragraph, the author of a citation, within a paragraph.
BEGINS_HEADED = -0.3
BEGINS_ITEM = 0.3
BEGINS_ROW = 0.2
BEGINS_PARAGRAPH = 0.4
BEGINS_WITH_AUTHOR = 0.0
BEGINS_SENTENCE = 0.3
# … beside that: where the sentence says that it is another study, where it names nothing, goes on with what was told,
# stands within a form, opens a section of an abstract, or points back (该研究).
BEGINS_ANOTHER = -0.5
BEGINS_NAMELESS = 0.1
BEGINS_GOING_ON = 1.2
BEGINS_SECTION = 2.0
BEGINS_WITHIN_FORM = 0.6
BEGINS_POINTING_BACK = 2.0

# Naming a second one of what a study has once.
OTHER_REGISTRATION = 6.0
OTHER_REGISTRY = 2.5
OTHER_ORDINAL = 5.0
OTHER_TITLE = 4.0
OTHER_AUTHOR = 4.0
OTHER_JOURNAL = 3.5
# … a journal in another language, which may be the first one's name; a form's second title, in plainer words; an author
# cited (Zhang等[8]) where none was yet; a form's label once more, with a name behind it or without.
JOURNAL_AGAIN = 1.5
TITLE_AGAIN = 1.0
OTHER_CITATION = 1.2
CITING = 1.5
LABEL_AGAIN = 1.5
PLAIN_LABEL_AGAIN = 0.8
# Institutions of which none is the study's, with facts of their own or in passing, or as its leaders; another total,
# another year, another phase.
OTHER_INSTITUTION = 2.5
OTHER_VISITOR = 0.6
OTHER_LEADER = 1.0
OTHER_TOTAL = 1.4
OTHER_YEAR = 1.5
OTHER_PHASE = 1.2
# People planned beside people counted, animals beside people.
PLANNED_AND_DONE = 3.5
ANIMALS_AND_PEOPLE = 1.8
# A sentence that says that it tells another study.
ANOTHER = 0.8

# Going on over a border of the page: from row to row, into and out of one, over words that sum up, the line with which
# a form begins anew, a heading …
OVER_ROW = 5.0
INTO_ROW = 2.0
OUT_OF_ROW = 1.5
OVER_SUM = 4.0
OVER_FORM = 2.0
OVER_NUMBERED = 2.0
OVER_HEADING = 1.6
OVER_ITEM = 0.8
OVER_PARAGRAPH = 0.15
OVER_LINE = 0.05
OVER_FORM_LINE = 0.05
OVER_LABEL = 0.03
# The share of it before the study's numbers are told: a telling is not over before.
UNTOLD = 0.4
# … over each block without facts, up to so many.
GAP = 0.1
LONGEST_GAP = 10

# What a study lacks: a name; title, numbers and design; a sentence that does not point back; paper and registration;
# and, without these, any result.
NAMELESS = 2.0
BARE = 2.3
ANNOUNCED_NOWHERE = 1.5
UNPUBLISHED = 0.4
CASUAL = 2.0

# Facts left to no study, and an author cited or an institution that reports on its patients.
LEFT_OUT = {
    "identifier": 2.0, "journal": 1.8, "title": 1.1, "patients": 1.6, "p_value": 0.8, "dose": 0.4, "follow_up": 0.4,
    "design": 0.4, "institution": 0.25, "date": 0.08, "cell_type": 0.02, "condition": 0.03,
}  # fmt: skip
AUTHOR_LEFT_OUT = 0.8
# … and beside that, in the midst of a study.
PASSED_OVER = 0.15
NAME_PASSED_OVER = 1.2
