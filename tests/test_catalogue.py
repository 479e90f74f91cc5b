"""The catalogue's codes are unique, in order, and never change their meaning."""

from __future__ import annotations

import re

from tieout import catalogue
from tieout.findings import Rule

# A code that was once published keeps its rule for ever. New codes are added here; none is taken out.
STABLE = {
    "TIE001": "NO_PROJECT",
    "TIE002": "BAD_CONFIG",
    "TIE003": "UNKNOWN_CONFIG_KEY",
    "TIE004": "BAD_CONFIG_VALUE",
    "TIE005": "BAD_ARGUMENT",
    "TIE006": "BAD_EDITIONS",
    "TIE007": "UNKNOWN_EDITION",
    "TIE101": "BAD_PACKAGE",
    "TIE102": "BAD_DESCRIPTOR",
    "TIE103": "MISSING_DATA_FILE",
    "TIE104": "BAD_ENCODING",
    "TIE105": "EMPTY_DATA",
    "TIE106": "WRONG_COLUMNS",
    "TIE107": "WRONG_TYPE",
    "TIE108": "BAD_CELL",
    "TIE109": "DUPLICATE_KEY",
    "TIE110": "BAD_ROW",
    "TIE111": "BAD_QUALIFIER",
    "TIE112": "UNKNOWN_SOURCE",
    "TIE113": "OUTSIDE_PROJECT",
    "TIE114": "AMBIGUOUS_DATUM",
    "TIE115": "CONFIDENTIAL_DATUM",
    "TIE116": "EMPTY_EDITION",
    "TIE121": "TOO_FEW",
    "TIE122": "DOMINATED",
    "TIE123": "ONE_TO_GUESS",
    "TIE124": "EXTREME_VALUE",
    "TIE125": "ALL_OR_NONE",
    "TIE126": "TELLING_DIFFERENCE",
    "TIE127": "UNWEIGHED",
    "TIE128": "QUOTED_CELL",
    "TIE129": "BAD_EXCEPTION",
    "TIE130": "NEEDLESS_EXCEPTION",
    "TIE131": "UNKNOWN_DIFFERENCE",
    "TIE201": "SCRIPT_ERROR",
    "TIE202": "UNKNOWN_PARAMETER",
    "TIE203": "CYCLE",
    "TIE204": "DUPLICATE_NAME",
    "TIE205": "STATISTIC_RAISED",
    "TIE206": "NOT_A_NUMBER",
    "TIE207": "WRONG_RESULT",
    "TIE208": "BAD_DEFINITION",
    "TIE209": "WORKER_DIED",
    "TIE210": "NO_DOCSTRING",
    "TIE211": "UNSTEADY",
    "TIE212": "UNDECLARED_READ",
    "TIE213": "BAD_BY_HAND",
    "TIE214": "NEEDLESS_BY_HAND",
    "TIE215": "TOO_LONG",
    "TIE216": "TOO_LARGE",
    "TIE217": "CHANGED_SETTING",
    "TIE218": "BAD_PARAMETER",
    "TIE301": "BAD_SHORTCODE",
    "TIE302": "UNKNOWN_SHORTCODE",
    "TIE303": "UNKNOWN_NUMBER",
    "TIE304": "BAD_SHORTCODE_ARGUMENT",
    "TIE305": "UNKNOWN_FIGURE",
    "TIE306": "BAD_BOOK",
    "TIE307": "MISSING_CHAPTER",
    "TIE308": "MISSING_INCLUDE",
    "TIE309": "UNRESOLVED_REFERENCE",
    "TIE310": "DUPLICATE_LABEL",
    "TIE311": "UNSUPPORTED_SYNTAX",
    "TIE312": "MISSING_IMAGE",
    "TIE313": "BROKEN_LINK",
    "TIE314": "PRIVATE_CHARACTER",
    "TIE315": "UNDEFINED_FOOTNOTE",
    "TIE316": "BAD_TEXT",
    "TIE317": "IGNORED_SETTING",
    "TIE318": "NO_SOURCE",
    "TIE320": "CODE_CELL",
    "TIE321": "REMOTE_IMAGE",
    "TIE322": "UNUSABLE_IMAGE",
    "TIE323": "RAW_HTML",
    "TIE324": "DEEP_BRACKETS",
    "TIE325": "DUPLICATE_FOOTNOTE",
    "TIE401": "BAD_BIBLIOGRAPHY",
    "TIE402": "DUPLICATE_SOURCE",
    "TIE403": "MISSING_CITATION",
    "TIE404": "UNUSED_SOURCE",
    "TIE405": "NO_BIBLIOGRAPHY",
    "TIE406": "UNKNOWN_STYLE",
    "TIE407": "MALFORMED_ENTRY",
    "TIE501": "NO_ALT_TEXT",
    "TIE502": "NO_CAPTION",
    "TIE503": "DRAWN_NUMBER",
    "TIE601": "NO_ENGINE",
    "TIE602": "ENGINE_FAILED",
    "TIE603": "ENGINE_WARNING",
    "TIE604": "ENGINE_TOO_OLD",
    "TIE605": "BAD_FORMAT",
    "TIE606": "NO_GLYPH",
    "TIE701": "PUBLISHED_UNREADABLE",
    "TIE702": "PUBLISHED_DIFFERS",
    "TIE703": "UNMOVED",
    "TIE801": "TYPED_DIGITS",
    "TIE802": "TYPED_WORDS",
    "TIE811": "FALSE_HEDGE",
    "TIE812": "DROPPED_HEDGE",
    "TIE813": "FALSE_DIRECTION",
    "TIE814": "FALSE_MULTIPLE",
    "TIE815": "FALSE_FRACTION",
    "TIE816": "FALSE_WHOLE",
    "TIE817": "FALSE_COMPARISON",
    "TIE818": "FALSE_SUPERLATIVE",
    "TIE819": "RATIO_AS_CHANGE",
    "TIE820": "PERCENT_FOR_POINTS",
    "TIE821": "FALSE_ARITHMETIC",
    "TIE822": "FALSE_MAGNITUDE",
    "TIE831": "SAME_QUANTITY",
    "TIE832": "TWO_ROUNDINGS",
    "TIE841": "FALSE_SUM",
    "TIE842": "BAD_SUM",
    "TIE843": "UNUSED_STATISTIC",
    "TIE844": "UNUSED_DATASET",
    "TIE845": "UNUSED_FIGURE",
    "TIE846": "EXPIRED_SIGN_OFF",
    "TIE851": "NO_LEDGER",
    "TIE852": "BAD_LEDGER",
    "TIE853": "STALE_LEDGER",
    "TIE854": "BAD_REVIEWS",
    "TIE855": "NO_CELL",
    "TIE856": "CONFIDENTIAL_DATA",
    "TIE861": "BAD_WAIVER",
    "TIE862": "UNUSED_WAIVER",
    "TIE865": "BAD_WORD_FILE",
    "TIE866": "RETYPED_NUMBER",
    "TIE870": "FILE_EXISTS",
    "TIE871": "BAD_NAME",
    "TIE872": "BAD_NEW_DATA",
    "TIE873": "NUMBER_MOVED",
    "TIE874": "NO_LOCK",
    "TIE875": "BAD_LOCK",
    "TIE876": "LOCK_BEHIND",
    "TIE877": "NO_REVISION",
    "TIE878": "BAD_SUPPOSITION",
    "TIE879": "UNWELL",
    "TIE880": "BAD_MANIFEST",
    "TIE881": "FILE_NOT_AS_BUILT",
    "TIE882": "OUTPUT_DIFFERS",
    "TIE883": "NUMBER_NOT_REBUILT",
    "TIE884": "NOTHING_TO_VERIFY",
    "TIE885": "BAD_ARCHIVE",
    "TIE886": "MADE_OTHERWISE",
    "TIE887": "CANNOT_REBUILD",
    "TIE901": "BUSY",
    "TIE902": "CANNOT_WRITE",
    "TIE903": "PREVIEWED",
    "TIE904": "MISSING_EXTRA",
    "TIE905": "CHANGED_MEANWHILE",
    "TIE906": "NO_CLUSTER",
    "TIE907": "UNLIKE_WORKER",
    "TIE999": "INTERNAL",
}


def named() -> dict[str, Rule]:
    return {name: thing for name, thing in vars(catalogue).items() if isinstance(thing, Rule)}


def test_every_code_is_given_to_one_rule_only():
    codes = [rule.code for rule in named().values()]
    assert len(codes) == len(set(codes))


def test_codes_keep_their_meaning():
    now = {rule.code: name for name, rule in named().items()}
    assert {code: now.get(code) for code in STABLE} == STABLE
    new = [f'    "{code}": "{name}",' for code, name in sorted(now.items()) if code not in STABLE]
    assert new == [], "new codes belong in STABLE:\n" + "\n".join(new)


def test_codes_have_the_shape_that_readers_search_for():
    assert all(re.fullmatch(r"TIE\d{3}", rule.code) for rule in catalogue.rules())


def test_rules_lists_all_in_order():
    listed = catalogue.rules()
    assert [rule.code for rule in listed] == sorted(rule.code for rule in named().values())


def test_titles_are_phrases():
    for rule in catalogue.rules():
        assert rule.title
        assert not rule.title[0].isupper() or rule.title.startswith("Quarto")
        assert not rule.title.endswith(".")
