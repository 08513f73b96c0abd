"""`studyfacts rules`: check, list and show."""

import sys

import click

from extract.cli.status import SOME_FAILED


@click.group()
def rules() -> None:
    """Check, list and show the rules."""


@rules.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False))
def check(folder: str | None) -> None:
    """Run every rule's own examples; FOLDER is layered over the built-in rules."""
    from extract.rule_check import check as check_rules
    from extract.rules import RuleSet

    rule_set = RuleSet(folder)
    failures = list(check_rules(rule_set))
    for failure in failures:
        click.echo(f"{failure.source}: {failure.rule}: {failure.message}\n    {failure.text}")
    examples = sum(len(rule.examples) for rule in rule_set.rules)
    click.echo(f"{len(rule_set.rules)} rules, {examples} examples, {len(failures)} failures")
    if failures:
        sys.exit(SOME_FAILED)


@rules.command("list")
@click.option("--rules", "folder", type=click.Path(exists=True, file_okay=False), help="A folder layered over.")
def list_rules(folder: str | None) -> None:
    """One line for each rule: id, file, what it is about."""
    from extract.rules import RuleSet

    for rule in RuleSet(folder).rules:
        click.echo(f"{rule.id}\t{rule.source}\t{rule.about}")


@rules.command("show")
@click.argument("rule_id", metavar="ID")
@click.option("--rules", "folder", type=click.Path(exists=True, file_okay=False), help="A folder layered over.")
def show_rule(rule_id: str, folder: str | None) -> None:
    """A rule with its cues, pattern and examples."""
    from extract.rules import RuleSet

    rule = next((rule for rule in RuleSet(folder).rules if rule.id == rule_id), None)
    if rule is None:
        raise ValueError(f"no rule has the id {rule_id!r}; `studyfacts rules list` lists them")
    click.echo(f"{rule.id}  ({rule.source}, confidence {rule.confidence})\n{rule.about}")
    click.echo(f"lexicon: {rule.lexicon}" if rule.lexicon else f"cues: {' '.join(rule.cues)}")
    if rule.pattern:
        click.echo(f"pattern: {rule.pattern}")
    for example in rule.examples:
        marked = " ".join(example.text[start:end] for start, end in example.spans) or "nothing"
        click.echo(f"example: {example.text}\n    finds {marked}")
