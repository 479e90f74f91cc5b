"""Returned: what an author's function returned, as a result of its kind, or a finding that it is none."""

from __future__ import annotations

from tieout import catalogue
from tieout.compute import kinds
from tieout.compute.define import Kind
from tieout.compute.definition import Definition
from tieout.compute.messages import Grid, Result
from tieout.findings import Finding
from tieout.number import Value, as_value

_RELATION = "DuckDBPyRelation"


class WrongResultError(Exception):
    """A function returned what it must not; carries the finding that says so."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


def result_of(result: object, definition: Definition, *, withheld: bool = False) -> Result:
    """What a function returned as its kind's result.

    Args:
        result: what it returned.
        definition: the function.
        withheld: whether a message that says what it is might quote confidential data.

    Raises:
        WrongResultError: it is none.
    """
    if definition.kind is Kind.STATISTIC:
        return _value(result, definition, withheld=withheld)
    from tieout.compute import results

    try:
        if definition.kind is Kind.FIGURE:
            return results.figure(result)
        return Grid(*results.grid(result))
    except results.WrongKindError as error:  # another TypeError is one of the script's own
        what = error.guarded if withheld else str(error)
        message = f"{definition.kind} '{definition.name}' returned {what}"
        wanted = (
            "a matplotlib Figure, or a Figure and a DataFrame"
            if definition.kind is Kind.FIGURE
            else "a pandas DataFrame"
        )
        finding = Finding(catalogue.WRONG_RESULT, definition.place, message, f"Return {wanted}.")
        raise WrongResultError(finding) from None


def _value(result: object, definition: Definition, *, withheld: bool) -> Value:
    try:
        # A relation's database is closed: nothing can be asked of it any more.
        if type(result).__name__ == _RELATION:
            raise TypeError("a relation of DuckDB")
        return as_value(result)
    except ValueError as error:
        what = "something" if withheld else str(error)  # a NaN may carry digits
        message = f"statistic '{definition.name}' is {what}, not a finite number"
        remedy = "Look for a missing cell or a division by zero among what it reads."
        rule = catalogue.NOT_A_NUMBER
    except TypeError as error:
        what = kinds.told(result) if withheld else str(error)
        message = f"statistic '{definition.name}' returned {what}, not a number"
        remedy = "Return one int, float, Decimal, Fraction or NumPy scalar."
        if str(error) in {"pandas.Series", "numpy.ndarray", "pandas.DataFrame"}:
            remedy = "Return one number: take it out with .item() or .loc[row, column]."
        elif type(result).__name__ == _RELATION:
            remedy = "Return one number: take it out with .fetchall()[0][0]."
        rule = catalogue.WRONG_RESULT
    raise WrongResultError(Finding(rule, definition.place, message, remedy))
