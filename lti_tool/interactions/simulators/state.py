"""States and actions of every simulator: plain JSON values, changed by making new ones.

The same rules stand in `static/js/simulators/state.js`; a property test plays both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

State = Mapping[str, object]  # objects keyed by their id at every level: a path is then a list of keys
Action = Mapping[str, object]  # {"faire": verb, and what the verb takes}
Path = Sequence[str]


class IllegalActionError(Exception):
    """An action that this state does not offer: an unknown verb or object, a wrong value."""


class SceneError(Exception):
    """A scene that cannot be played; `path` says where, `advice` what to do (French, for the author)."""

    def __init__(self, path: str, advice: str) -> None:
        super().__init__(f"{path} : {advice}")
        self.path = path
        self.advice = advice


def node(state: State, *path: str) -> State:
    """The object at a path. Raises `IllegalActionError` when there is none."""
    found: object = state
    for key in path:
        if not isinstance(found, Mapping) or key not in found:
            raise IllegalActionError(f"no {'.'.join(path)}")
        found = found[key]
    if not isinstance(found, Mapping):
        raise IllegalActionError(f"{'.'.join(path)} is not an object")
    return found


def put(state: State, path: Path, value: object) -> State:
    """The state with one value replaced; what is not on the path is shared, not copied."""
    if not path:
        raise ValueError("a path has at least one key")
    head, *rest = path
    if rest:
        inner = state.get(head, {})
        value = put(inner if isinstance(inner, Mapping) else {}, rest, value)
    return {**state, head: value}


def without(state: State, path: Path) -> State:
    """The state without the value at a path; nothing happens when it is not there."""
    head, *rest = path
    if head not in state:
        return state
    if rest:
        return {**state, head: without(node(state, head), rest)}
    return {key: value for key, value in state.items() if key != head}


def text(action: Action, key: str, *, longest: int = 200) -> str:
    """A text of an action. Raises `IllegalActionError` when it is not one, or is too long."""
    value = action.get(key)
    if not isinstance(value, str) or len(value) > longest:
        raise IllegalActionError(f"{key} must be a text of {longest} characters at most")
    return value


def flag(action: Action, key: str) -> bool:
    """A yes or no of an action. Raises `IllegalActionError` for anything else."""
    value = action.get(key)
    if not isinstance(value, bool):
        raise IllegalActionError(f"{key} must be true or false")
    return value


def one_of(action: Action, key: str, allowed: Sequence[str] | Mapping[str, object]) -> str:
    """A text of an action that must be one of a list. Raises `IllegalActionError`."""
    value = text(action, key)
    if value not in allowed:
        raise IllegalActionError(f"{key}: {value!r} is not offered here")
    return value
