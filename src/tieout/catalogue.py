"""The catalogue of findings: every rule tieout can report, with its stable code; grouped by room of the house."""

from __future__ import annotations

from tieout.findings import Rule, Severity

# TIE0xx: the project and its configuration
NO_PROJECT = Rule("TIE001", "no project here")
BAD_CONFIG = Rule("TIE002", "configuration cannot be read")
UNKNOWN_CONFIG_KEY = Rule("TIE003", "unknown configuration key")
BAD_CONFIG_VALUE = Rule("TIE004", "configuration value of the wrong kind")
BAD_ARGUMENT = Rule("TIE005", "argument of a command that cannot be used")
BAD_EDITIONS = Rule("TIE006", "file of editions that cannot be used")
UNKNOWN_EDITION = Rule("TIE007", "unknown edition")

# TIE1xx: data
BAD_PACKAGE = Rule("TIE101", "data package cannot be read")
BAD_DESCRIPTOR = Rule("TIE102", "data package describes something that cannot be")
MISSING_DATA_FILE = Rule("TIE103", "data file not found")
BAD_ENCODING = Rule("TIE104", "data file is not in its declared encoding")
EMPTY_DATA = Rule("TIE105", "data file holds no rows")
WRONG_COLUMNS = Rule("TIE106", "columns differ from the schema")
WRONG_TYPE = Rule("TIE107", "cell is not of its column's type")
BAD_CELL = Rule("TIE108", "cell breaks a constraint of its column")
DUPLICATE_KEY = Rule("TIE109", "two rows have the same primary key")
BAD_ROW = Rule("TIE110", "row does not fit the table")
BAD_QUALIFIER = Rule("TIE111", "unknown qualifier")
UNKNOWN_SOURCE = Rule("TIE112", "row cites a source that references.bib lacks")
OUTSIDE_PROJECT = Rule("TIE113", "path leads out of the project")
CONFIDENTIAL_DATUM = Rule("TIE115", "cell of a confidential dataset in the text")
AMBIGUOUS_DATUM = Rule("TIE114", "two cells have the same name")
EMPTY_EDITION = Rule("TIE116", "dataset that has no row for an edition")

# TIE12x: disclosure: what numbers of confidential data would tell of those they are about
TOO_FEW = Rule("TIE121", "number that rests on too few individuals")
DOMINATED = Rule("TIE122", "number that a few contributors make nearly alone")
ONE_TO_GUESS = Rule("TIE123", "number from which one contributor can guess another")
EXTREME_VALUE = Rule("TIE124", "number that is the value of single individuals")
ALL_OR_NONE = Rule("TIE125", "number that says the same of all, or of nearly all")
TELLING_DIFFERENCE = Rule("TIE126", "numbers that together tell of too few individuals")
UNWEIGHED = Rule("TIE127", "number of confidential data that cannot be weighed")
QUOTED_CELL = Rule("TIE128", "figure or table that quotes a confidential cell")
BAD_EXCEPTION = Rule("TIE129", "exception from a rule of disclosure that cannot be used")
NEEDLESS_EXCEPTION = Rule("TIE130", "exception that nothing needs", Severity.WARNING)
UNKNOWN_DIFFERENCE = Rule(
    "TIE131", "differences between editions that were not looked at", Severity.NOTE
)

# TIE2xx: scripts
SCRIPT_ERROR = Rule("TIE201", "script cannot be imported")
UNKNOWN_PARAMETER = Rule("TIE202", "parameter names nothing known")
CYCLE = Rule("TIE203", "statistics depend on each other in a circle")
DUPLICATE_NAME = Rule("TIE204", "two definitions have the same name")
STATISTIC_RAISED = Rule("TIE205", "function raised an exception")
NOT_A_NUMBER = Rule("TIE206", "statistic is not a finite number")
WRONG_RESULT = Rule("TIE207", "function returned something of the wrong kind")
BAD_DEFINITION = Rule("TIE208", "decorator used wrongly")
WORKER_DIED = Rule("TIE209", "the process that runs scripts ended unexpectedly")
NO_DOCSTRING = Rule("TIE210", "number without a description", Severity.WARNING)
UNSTEADY = Rule("TIE211", "function gives two answers to the same inputs")
UNDECLARED_READ = Rule("TIE212", "script reads a file that is no dataset")
BAD_PARAMETER = Rule("TIE218", "parameter of an edition that is not what a function takes")
BAD_BY_HAND = Rule("TIE213", "cell added or excluded by hand that is unknown, or without a reason")
NEEDLESS_BY_HAND = Rule("TIE214", "cell added or excluded by hand without need", Severity.WARNING)
TOO_LONG = Rule("TIE215", "function takes longer than it may")
TOO_LARGE = Rule("TIE216", "script holds more memory than it may")
CHANGED_SETTING = Rule("TIE217", "script changes a setting for all others", Severity.WARNING)

# TIE3xx: chapters
BAD_SHORTCODE = Rule("TIE301", "shortcode that cannot be read")
UNKNOWN_SHORTCODE = Rule("TIE302", "unknown shortcode")
UNKNOWN_NUMBER = Rule("TIE303", "unknown number")
BAD_SHORTCODE_ARGUMENT = Rule("TIE304", "shortcode argument that cannot be used")
UNKNOWN_FIGURE = Rule("TIE305", "unknown figure or table")
BAD_BOOK = Rule("TIE306", "the book's configuration cannot be read")
MISSING_CHAPTER = Rule("TIE307", "chapter file not found")
MISSING_INCLUDE = Rule("TIE308", "included file not found")
UNRESOLVED_REFERENCE = Rule("TIE309", "cross-reference to nothing")
DUPLICATE_LABEL = Rule("TIE310", "two things have the same label")
UNSUPPORTED_SYNTAX = Rule("TIE311", "Quarto syntax the embedded engine does not render")
MISSING_IMAGE = Rule("TIE312", "picture not found")
BROKEN_LINK = Rule("TIE313", "link to nothing")
PRIVATE_CHARACTER = Rule("TIE314", "character reserved for tieout's own use")
UNDEFINED_FOOTNOTE = Rule("TIE315", "footnote without a text")
BAD_TEXT = Rule("TIE316", "chapter that is not UTF-8 text")
IGNORED_SETTING = Rule("TIE317", "setting the engine does not use", Severity.NOTE)
CODE_CELL = Rule("TIE320", "code cell that the embedded engine does not run")
REMOTE_IMAGE = Rule("TIE321", "picture that is not in the report")
UNUSABLE_IMAGE = Rule("TIE322", "picture that cannot be shown")
RAW_HTML = Rule("TIE323", "raw HTML that no page holds", Severity.WARNING)
DEEP_BRACKETS = Rule("TIE324", "brackets in brackets without end")
DUPLICATE_FOOTNOTE = Rule("TIE325", "footnote with two texts")

NO_SOURCE = Rule("TIE318", "citation of a number that has no source")

# TIE4xx: references
BAD_BIBLIOGRAPHY = Rule("TIE401", "entry of the bibliography that cannot be read")
DUPLICATE_SOURCE = Rule("TIE402", "two entries of the bibliography have the same key")
MISSING_CITATION = Rule("TIE403", "citation of an entry the bibliography lacks")
UNUSED_SOURCE = Rule("TIE404", "entry of the bibliography that nothing cites", Severity.WARNING)
NO_BIBLIOGRAPHY = Rule("TIE405", "bibliography not found")
UNKNOWN_STYLE = Rule("TIE406", "unknown citation style")
MALFORMED_ENTRY = Rule("TIE407", "entry of the bibliography lacks what a reader needs")

# TIE5xx: figures and tables
NO_ALT_TEXT = Rule("TIE501", "figure without alternative text")
NO_CAPTION = Rule("TIE502", "figure or table without a caption")
DRAWN_NUMBER = Rule(
    "TIE503", "number drawn in a figure that is none the report knows", Severity.WARNING
)

# TIE6xx: engines
NO_ENGINE = Rule("TIE601", "engine not found")
ENGINE_FAILED = Rule("TIE602", "engine failed")
ENGINE_WARNING = Rule("TIE603", "engine reported a problem", Severity.WARNING)
ENGINE_TOO_OLD = Rule("TIE604", "engine is too old")
BAD_FORMAT = Rule("TIE605", "retired: a format that no engine makes is a wrong option")
NO_GLYPH = Rule("TIE606", "character that no font has")

# TIE7xx: published values
PUBLISHED_UNREADABLE = Rule("TIE701", "published value holds no number", Severity.WARNING)
PUBLISHED_DIFFERS = Rule("TIE702", "published value differs and no note says why", Severity.WARNING)
UNMOVED = Rule("TIE703", "number that nothing of its data moves", Severity.WARNING)

# TIE80x: numbers typed into the text
TYPED_DIGITS = Rule("TIE801", "number typed in digits")
TYPED_WORDS = Rule("TIE802", "number typed in words")

# TIE81x: words against values
FALSE_HEDGE = Rule("TIE811", "hedge ('more than', 'nearly') that the value does not bear out")
DROPPED_HEDGE = Rule(
    "TIE812", "bound of a number that its sentence does not mention", Severity.NOTE
)
FALSE_DIRECTION = Rule("TIE813", "rise or fall that the value contradicts")
FALSE_MULTIPLE = Rule("TIE814", "multiple ('doubled', 'halved') that the values contradict")
FALSE_FRACTION = Rule("TIE815", "fraction ('half', 'most') that the value contradicts")
FALSE_WHOLE = Rule("TIE816", "whole ('all', 'none') that the value contradicts")
FALSE_COMPARISON = Rule("TIE817", "comparison that the values contradict")
FALSE_SUPERLATIVE = Rule("TIE818", "superlative ('the highest') that other values contradict")
RATIO_AS_CHANGE = Rule("TIE819", "ratio or share told as a change, or the other way round")
PERCENT_FOR_POINTS = Rule("TIE820", "per cent told as percentage points, or the other way round")
FALSE_ARITHMETIC = Rule("TIE821", "numbers of one sentence that do not fit each other")
FALSE_MAGNITUDE = Rule("TIE822", "order of magnitude ('dozens') that the value contradicts")

# TIE83x: one number, one look
SAME_QUANTITY = Rule(
    "TIE831", "the same quantity under two names, written differently", Severity.WARNING
)
TWO_ROUNDINGS = Rule("TIE832", "one number with two roundings in a chapter", Severity.WARNING)

# TIE84x: data and what is made of them
FALSE_SUM = Rule("TIE841", "parts that do not add up to their total")
BAD_SUM = Rule("TIE842", "sum declared wrongly")
UNUSED_STATISTIC = Rule("TIE843", "statistic that nothing uses", Severity.NOTE)
UNUSED_DATASET = Rule("TIE844", "dataset that nothing uses", Severity.NOTE)
UNUSED_FIGURE = Rule("TIE845", "figure or table that no chapter shows", Severity.WARNING)
EXPIRED_SIGN_OFF = Rule("TIE846", "sign-off that expired", Severity.WARNING)

# TIE85x: reviewing
NO_LEDGER = Rule("TIE851", "no ledger to read")
BAD_LEDGER = Rule("TIE852", "ledger that cannot be read")
STALE_LEDGER = Rule("TIE853", "ledger older than what it was made from", Severity.WARNING)
BAD_REVIEWS = Rule("TIE854", "sign-offs that cannot be read")
NO_CELL = Rule("TIE855", "no such row or column in the data")
CONFIDENTIAL_DATA = Rule("TIE856", "rows of a confidential dataset are not shown")

# TIE86x: waivers
BAD_WAIVER = Rule("TIE861", "waiver without a reason or with an unknown code")
UNUSED_WAIVER = Rule("TIE862", "waiver that nothing needs", Severity.WARNING)

# 865 to 869: Word files that came back
BAD_WORD_FILE = Rule("TIE865", "file from a word processor that cannot be read")
RETYPED_NUMBER = Rule("TIE866", "number retyped in a Word file")

# TIE87x: starting a report, and its numbers over time
FILE_EXISTS = Rule("TIE870", "file that would be overwritten")
BAD_NAME = Rule("TIE871", "name that cannot be used")
BAD_NEW_DATA = Rule("TIE872", "data file that cannot be described")
NUMBER_MOVED = Rule("TIE873", "number differs from tieout.lock")
NO_LOCK = Rule("TIE874", "no tieout.lock to compare with")
BAD_LOCK = Rule("TIE875", "tieout.lock cannot be read")
LOCK_BEHIND = Rule("TIE876", "numbers moved since tieout.lock was written", Severity.NOTE)
NO_REVISION = Rule("TIE877", "no such state in the history")
BAD_SUPPOSITION = Rule("TIE878", "supposed change that cannot be made")
UNWELL = Rule("TIE879", "something that tieout needs is missing")

# TIE88x: verifying and archiving
BAD_MANIFEST = Rule("TIE880", "manifest that cannot be read")
FILE_NOT_AS_BUILT = Rule("TIE881", "file that is not as the manifest has it")
OUTPUT_DIFFERS = Rule("TIE882", "output that a rebuild makes another way")
NUMBER_NOT_REBUILT = Rule("TIE883", "number that a rebuild does not confirm")
NOTHING_TO_VERIFY = Rule("TIE884", "nothing to verify against")
BAD_ARCHIVE = Rule("TIE885", "archive that cannot be read")
MADE_OTHERWISE = Rule("TIE886", "made with other versions than there are here", Severity.NOTE)
CANNOT_REBUILD = Rule("TIE887", "report that cannot be rebuilt here")

# TIE9xx: the machine
BUSY = Rule("TIE901", "retired: a build waits until another one is done")
CANNOT_WRITE = Rule("TIE902", "outputs cannot be written")
PREVIEWED = Rule("TIE903", "the report is being previewed already")
MISSING_EXTRA = Rule("TIE904", "optional package that is not installed")
CHANGED_MEANWHILE = Rule("TIE905", "file changed while it was being built")
NO_CLUSTER = Rule("TIE906", "cluster that cannot be used")
UNLIKE_WORKER = Rule("TIE907", "worker of a cluster with other versions than this machine")
INTERNAL = Rule("TIE999", "a fault of tieout's own")

# Exceptions from the rules of disclosure are made number by number, each with its reason: no code is silenced.
FIXED = tuple(f"TIE{number}" for number in range(121, 130))


def rules() -> tuple[Rule, ...]:
    """Every rule, in order of its code."""
    found = [value for value in globals().values() if isinstance(value, Rule)]
    return tuple(sorted(found, key=lambda rule: rule.code))
