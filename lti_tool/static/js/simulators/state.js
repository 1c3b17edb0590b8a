// Twin of `lti_tool/interactions/simulators/state.py` and `reducer.py`: a property test plays both.

export class IllegalAction extends Error {}

export function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

export function node(state, ...path) {
  let found = state;
  for (const key of path) {
    if (!isObject(found) || !Object.hasOwn(found, key)) throw new IllegalAction(`no ${path.join(".")}`);
    found = found[key];
  }
  if (!isObject(found)) throw new IllegalAction(`${path.join(".")} is not an object`);
  return found;
}

export function put(state, path, value) {
  const [head, ...rest] = path;
  if (rest.length) value = put(isObject(state[head]) ? state[head] : {}, rest, value);
  return { ...state, [head]: value };
}

export function without(state, path) {
  const [head, ...rest] = path;
  if (!Object.hasOwn(state, head)) return state;
  if (rest.length) return { ...state, [head]: without(node(state, head), rest) };
  const { [head]: _, ...kept } = state;
  return kept;
}

// Python counts code points, JavaScript counts UTF-16 units.
export function length(text) {
  return [...text].length;
}

export function text(action, key, longest = 200) {
  const value = action[key];
  if (typeof value !== "string" || length(value) > longest) throw new IllegalAction(`${key} is not a short text`);
  return value;
}

export function flag(action, key) {
  if (typeof action[key] !== "boolean") throw new IllegalAction(`${key} must be true or false`);
  return action[key];
}

export function oneOf(action, key, allowed) {
  const value = text(action, key);
  const offered = Array.isArray(allowed) ? allowed.includes(value) : Object.hasOwn(allowed, value);
  if (!offered) throw new IllegalAction(`${key}: ${value} is not offered here`);
  return value;
}

export function rule(keys, apply) {
  return { keys, apply };
}

export function reduce(rules, state, action) {
  const known = Object.hasOwn(rules, action.faire) ? rules[action.faire] : null;
  const keys = Object.keys(action).filter((key) => key !== "faire");
  if (!known || keys.length !== known.keys.length || !known.keys.every((key) => keys.includes(key))) {
    throw new IllegalAction(`no such action: ${JSON.stringify(action).slice(0, 120)}`);
  }
  return known.apply(state, action);
}
