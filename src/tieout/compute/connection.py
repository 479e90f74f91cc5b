"""Connection: a Dask scheduler reached, asked and left; whichever call notices that it is lost, that is one finding."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from tieout import catalogue
from tieout.compute.versions import version_of
from tieout.findings import Finding, Place, TieoutError

_REACH = 5  # seconds to find the scheduler
_LEAVE = 2  # seconds to take leave of it
_ALIKE = ("tieout", "pandas", "numpy", "matplotlib", "duckdb", "dask", "distributed")
_MISSING = 'Install it with: pip install "tieout[dask]"'
_START = "Start one with 'dask scheduler', or correct --scheduler."
_CERTIFIED, _LOADER = {"tls", "wss"}, "distributed.client.security-loader"
_NO_WORKERS = "has lost all its workers"


class Connection:
    """The scheduler at an address, and what is known of its workers."""

    def __init__(self, address: str, client: Any) -> None:
        self.client = client
        self._address = address
        # The workers whose versions were looked at: address and process.
        self._alike: dict[str, str] = {}
        self._is_lost = False

    @classmethod
    def to(cls, address: str) -> Connection:
        """Find the scheduler at an address.

        Raises:
            TieoutError: Dask is not installed, that is no address, or nobody answers there.
        """
        try:
            import distributed
        except ImportError:
            message = "--scheduler needs Dask, which is not installed"
            finding = Finding(catalogue.MISSING_EXTRA, Place(""), message, _MISSING)
            raise TieoutError(finding, found=False) from None
        # A client that was never to find anything takes long to be gone, and says so on the terminal.
        if wrong := _fault_of(address):
            raise _at(address, f"cannot be reached: {wrong}", _START)
        # What goes wrong is said by a finding, not by the log of each of its threads.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            client = distributed.Client(address, timeout=_REACH, set_as_default=False)
        except (OSError, TimeoutError, ValueError, TypeError, RuntimeError) as error:
            said = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise _at(address, f"cannot be reached: {said}", _START) from None
        return cls(address, client)

    def asked(self, call: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """What a call of the client gives.

        Raises:
            TieoutError: the scheduler is lost, or all its workers are.
        """
        try:
            return call(*given, **named)
        # A client without its scheduler fails in many ways, down to attributes of None: it is asked which it was.
        except Exception as error:
            if not self.workers():
                raise self.fault(_NO_WORKERS, "Start workers, and build again.") from None
            if isinstance(error, OSError):
                said = str(error).splitlines()[0] if str(error) else type(error).__name__
                raise self.fault(f"did not answer: {said}", "Build again.") from None
            raise

    def workers(self) -> dict[str, str]:
        """The workers as the scheduler itself has them now: each one's address, and what tells its process.

        Raises:
            TieoutError: the scheduler is lost.
        """

        def known(dask_scheduler: Any = None) -> dict[str, str]:
            # Goes to the scheduler as it stands here: tieout need not be there.
            return {a: str(w.server_id) for a, w in dask_scheduler.workers.items()}

        try:
            found: dict[str, str] = self.client.run_on_scheduler(known)
        except Exception:  # as above; whatever it was, the scheduler does not answer
            self._is_lost = True
            raise self.fault("was lost", "Look at the scheduler, and build again.") from None
        return found

    def require_alike(self) -> bool:
        """See that no worker has other versions than this machine; whether there is any.

        Raises:
            TieoutError: one has, or the scheduler is lost.
        """
        now = self.workers()
        new = [each for each, process in now.items() if self._alike.get(each) != process]
        if new:
            told = self.everywhere(_versions(), _ALIKE, workers=new)
            # One that cannot even be asked has another Python; one that is gone is not to be judged.
            gone = [name for name, got in told.items() if isinstance(got, OSError)]
            there = {name: got for name, got in told.items() if name not in gone}
            _require({n: got if isinstance(got, Mapping) else {} for n, got in there.items()})
            self._alike = {name: now[name] for name in now if name not in gone}
        return bool(now)

    def everywhere(self, function: Callable[..., Any], *given: Any, **named: Any) -> dict[str, Any]:
        """What a function gives on each worker, or the exception that it raised there.

        Raises:
            TieoutError: the scheduler is lost.
        """
        found = self.asked(self.client.run, function, *given, on_error="return", **named)
        return dict(found)

    def close(self, function: Callable[..., Any], *given: Any) -> None:
        """Have each worker run a last function, and leave; a cluster that is gone needs no tidying."""
        with suppress(Exception):
            if not self._is_lost:
                self.client.run(function, *given, on_error="ignore")
        with suppress(Exception):
            self.client.close(timeout=_LEAVE)

    def fault(self, what: str, remedy: str) -> TieoutError:
        """What is wrong with it, as a finding."""
        return _at(self._address, what, remedy)


def _fault_of(address: str) -> str:
    """Why an address cannot be a scheduler's; empty where it can."""
    import dask
    from distributed import Security
    from distributed.comm.addressing import parse_address, parse_host_port
    from distributed.comm.registry import backends

    try:
        scheme, _ = parse_address(address)
        host, port = parse_host_port(address)
    except ValueError:
        scheme, host, port = "", "", 0
    if scheme and scheme not in backends:
        return f"unknown scheme '{scheme}'"
    if not host or not 0 < port < 65536:
        return "that is no address such as tcp://10.0.0.5:8786"
    certified = scheme not in _CERTIFIED or dask.config.get(_LOADER, None)
    if not certified and Security().get_connection_args("client")["ssl_context"] is None:
        return "Dask's configuration names no certificates"
    return ""


def _versions() -> Callable[[tuple[str, ...]], dict[str, str]]:
    def versions(names: tuple[str, ...]) -> dict[str, str]:
        # Goes to the worker as it stands here: tieout need not be there yet.
        import importlib.metadata
        import platform

        found = {"Python": platform.python_version()}
        for name in names:
            try:
                found[name] = importlib.metadata.version(name)
            except importlib.metadata.PackageNotFoundError:
                found[name] = ""
        return found

    return versions


def _require(there: Mapping[str, Mapping[str, str]]) -> None:
    """Results depend on these versions: another one would give another ledger."""
    here = {"Python": _versions()(())["Python"], **{name: version_of(name) for name in _ALIKE}}
    unlike = {
        worker: [
            f"{name} {got.get(name) or 'missing'} (here {here[name] or 'missing'})"
            for name in here
            if (got.get(name) or "") != (here[name] or "")
        ]
        for worker, got in sorted(there.items())
    }
    wrong = [worker for worker, said in unlike.items() if said]
    if wrong:
        more = f", and {len(wrong) - 1} more like it" if len(wrong) > 1 else ""
        message = f"worker {wrong[0]} has {', '.join(unlike[wrong[0]])}{more}"
        remedy = "Install the same versions there: results depend on them."
        raise TieoutError(Finding(catalogue.UNLIKE_WORKER, Place(""), message, remedy), found=False)


def _at(address: str, what: str, remedy: str) -> TieoutError:
    message = f"the scheduler at {address} {what}"
    return TieoutError(Finding(catalogue.NO_CLUSTER, Place(""), message, remedy), found=False)
