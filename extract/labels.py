"""What people read in place of codes: (Chinese, English). Only for the eye; no rule looks at these."""

Label = tuple[str, str]

FIELDS: dict[str, Label] = {
    "title": ("题目", "title"),
    "institution": ("机构", "institution"),
    "journal": ("期刊", "journal"),
    "date": ("日期", "date"),
    "design": ("研究设计", "design"),
    "condition": ("疾病", "condition"),
    "cell_type": ("细胞类型", "cell type"),
    "patients": ("患者人数", "patients"),
    "p_value": ("P值", "p-value"),
    "dose": ("剂量", "dose"),
    "follow_up": ("随访", "follow-up"),
    "identifier": ("编号", "identifier"),
}
KINDS: dict[str, Label] = {
    "publication": ("发表的论文", "publication"),
    "registered_trial": ("注册试验", "registered trial"),
    "study": ("研究报道", "study"),
}
STATUSES: dict[str, Label] = {"ok": ("成功", "ok"), "empty": ("无正文", "empty"), "failed": ("失败", "failed")}
LEVELS: dict[str, Label] = {"error": ("错误", "error"), "warning": ("警告", "warning"), "info": ("提示", "info")}
DESIGNS: dict[str, Label] = {
    "rct": ("随机对照试验", "randomised trial"),
    "meta_analysis": ("荟萃分析", "meta-analysis"),
    "systematic_review": ("系统综述", "systematic review"),
    "review": ("综述", "review"),
    "cohort": ("队列研究", "cohort"),
    "case_control": ("病例对照研究", "case-control"),
    "cross_sectional": ("横断面研究", "cross-sectional"),
    "case_report": ("病例报告", "case report"),
    "animal": ("动物实验", "animal"),
    "in_vitro": ("体外实验", "in vitro"),
    "other": ("其他", "other"),
}
ROLES: dict[str, Label] = {
    "published": ("发表", "published"),
    "study_period": ("研究期间", "study period"),
    "as_of": ("截至", "as of"),
    "search_cutoff": ("检索截止", "search cut-off"),
    "registered": ("注册", "registered"),
    "total": ("总数", "total"),
    "arm": ("试验组", "arm"),
    "control": ("对照组", "control"),
    "subgroup": ("亚组", "subgroup"),
    "planned": ("计划", "planned"),
    "author": ("作者单位", "author"),
    "sponsor": ("申办方", "sponsor"),
    "site": ("研究中心", "site"),
    "other": ("其他", "other"),
}
ERRORS: dict[str, Label] = {
    "missed": ("漏掉", "missed"),
    "false": ("误报", "false alarm"),
    "value": ("值不对", "wrong value"),
    "boundary": ("边界不同", "other boundary"),
    "lost": ("正文提取时丢失", "lost by the page stage"),
    "study_missed": ("漏掉的研究", "study missed"),
    "study_false": ("多出的研究", "study claimed"),
    "study_wrong": ("研究不完全正确", "study not wholly right"),
}
