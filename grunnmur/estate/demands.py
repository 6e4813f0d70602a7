"""Tables of what was judged by: the rules as they stood, and the demands they give evidence for."""

from grunnmur.estate.declare import Table, choice, flag, text, whole

_LAYERS = "L1 L2 L3 L4"
_PACK = (
    text("pack", "the law, norm or decision", key=True),
    text("version", "its version", key=True),
    text("control_id", "the demand, as the pack numbers it", key=True),
)

RULE = Table(
    "rule",
    "The rules the run judged by, shipped and the group's own, as they stood.",
    (
        text("rule_id", "the rule", key=True),
        text("edition", "edition of the rule"),
        text("title_nb", "title in Bokmål"),
        text("title_en", "title in English"),
        text("explanation_nb", "what it asks, in Bokmål"),
        text("explanation_en", "what it asks, in English"),
        text("aspect", "lifecycle, security, privacy, inventory…"),
        choice("layer", _LAYERS, "law, sector norm, owner's decision, good practice"),
        choice("severity", "critical high medium low", "how bad a fail is"),
        flag("blocking", "whether a fail or unknown stops a wave"),
        text("clauses", "where it is written, separated by semicolons"),
        flag("guarded", "whether what it tells is of use to an attacker: known holes, and ways in"),
    ),
)
CONTROL = Table(
    "control",
    "What a law, a norm or an owner demands: one row a demand of a rule pack.",
    (
        *_PACK,
        whole("place", "its place in the pack, from 1"),
        text("pack_nb", "title of the pack in Bokmål"),
        text("pack_en", "title of the pack in English"),
        text("publisher", "who made the demand"),
        choice("layer", _LAYERS, "law, sector norm, owner's decision, good practice"),
        text("clause", "the demand as rules name it"),
        text("group_nb", "the heading it stands under, in Bokmål"),
        text("group_en", "the heading it stands under, in English"),
        text("title_nb", "title in Bokmål"),
        text("title_en", "title in English"),
        text("not_measured_nb", "what no rule can see of it, in Bokmål"),
        text("not_measured_en", "what no rule can see of it, in English"),
    ),
)
CONTROL_RULE = Table(
    "control_rule",
    "Which rules give evidence for a demand.",
    (*_PACK, text("rule_id", "the rule", key=True)),
)
CONTROL_PARAMETER = Table(
    "control_parameter",
    "What a demand leaves to be found in its text or decided: a limit, a paragraph, a contact.",
    (
        *_PACK,
        text("parameter_id", "the parameter", key=True),
        text("title_nb", "what it is, in Bokmål"),
        text("title_en", "what it is, in English"),
        text("value", "its value; empty: not set"),
    ),
)
CONTROL_RESULT = Table(
    "control_result",
    "How each demand stands in each organisation, as far as rules can see.",
    (
        *_PACK,
        text("organisation_id", "owner of the subjects; empty is unknown, or nobody", key=True),
        choice(
            "verdict",
            "fail unknown pass not_applicable not_measured",
            "the worst its rules answered; a pass holds for what they measure alone",
        ),
        whole("evaluated", "answers = passed + failed + unknown"),
        whole("passed", "pass"),
        whole("failed", "fail"),
        whole("accepted", "of those failed, how many somebody answers for until a day to come"),
        whole("unknown", "not known"),
        whole("not_applicable", "answers that say nothing of their subject"),
        text("not_judged", "rules of the demand that did not answer, separated by spaces"),
    ),
)
TABLES = (RULE, CONTROL, CONTROL_RULE, CONTROL_PARAMETER, CONTROL_RESULT)
