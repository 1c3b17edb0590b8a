CREATE TABLE IF NOT EXISTS tool (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    url TEXT NOT NULL, client_id TEXT NOT NULL, deployment_id TEXT NOT NULL, send_names INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS users (
    id INTEGER PRIMARY KEY, given_name TEXT NOT NULL, family_name TEXT NOT NULL, username TEXT NOT NULL,
    email TEXT NOT NULL, sourced_id TEXT NOT NULL, language TEXT NOT NULL, is_admin INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS courses (
    id INTEGER PRIMARY KEY, label TEXT NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS enrolments (
    course_id INTEGER NOT NULL, user_id INTEGER NOT NULL, role TEXT NOT NULL, PRIMARY KEY (course_id, user_id)
);
CREATE TABLE IF NOT EXISTS activities (
    id INTEGER PRIMARY KEY, course_id INTEGER NOT NULL, title TEXT NOT NULL, description TEXT NOT NULL,
    custom TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS line_items (
    id INTEGER PRIMARY KEY AUTOINCREMENT, course_id INTEGER NOT NULL, activity_id INTEGER, label TEXT NOT NULL,
    maximum REAL NOT NULL, resource_id TEXT NOT NULL DEFAULT '', tag TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS grades (
    line_item_id INTEGER NOT NULL, user_id INTEGER NOT NULL, grade REAL, comment TEXT NOT NULL,
    timestamp INTEGER NOT NULL, PRIMARY KEY (line_item_id, user_id)
);
CREATE TABLE IF NOT EXISTS score_posts (
    id INTEGER PRIMARY KEY, received_at TEXT NOT NULL, line_item_id INTEGER NOT NULL, body TEXT NOT NULL,
    status INTEGER NOT NULL, reason TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS launches (
    id TEXT PRIMARY KEY, activity_id INTEGER NOT NULL, user_id INTEGER NOT NULL, used INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS messages (
    launch_id TEXT PRIMARY KEY, kind TEXT NOT NULL, course_id INTEGER NOT NULL, for_user_id INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS choices (
    secret TEXT PRIMARY KEY, course_id INTEGER NOT NULL, items TEXT, saved INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS nonces (nonce TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS course_copies (course_id INTEGER PRIMARY KEY, history TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS id_tokens (
    id INTEGER PRIMARY KEY, activity_id INTEGER NOT NULL, user_id INTEGER NOT NULL, id_token TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS access_tokens (
    token TEXT PRIMARY KEY, scopes TEXT NOT NULL, expires_at INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS assertions (jti TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS signing_keys (
    id INTEGER PRIMARY KEY, kid TEXT NOT NULL, pem TEXT NOT NULL, is_published INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS faults (name TEXT PRIMARY KEY, remaining INTEGER NOT NULL);
-- Columns are numbered from 11, so that nobody mistakes one for an activity.
INSERT INTO sqlite_sequence (name, seq)
    SELECT 'line_items', 10 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'line_items');
CREATE TABLE IF NOT EXISTS registrations (
    client_id TEXT PRIMARY KEY, deployment_id TEXT NOT NULL, document TEXT NOT NULL, state TEXT NOT NULL
);
