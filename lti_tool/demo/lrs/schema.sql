CREATE TABLE IF NOT EXISTS statements (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    stored TEXT NOT NULL,
    verb TEXT NOT NULL,
    registration TEXT,
    activity TEXT,
    actor TEXT NOT NULL,
    is_voided INTEGER NOT NULL DEFAULT 0,
    fingerprint TEXT NOT NULL,
    content TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS by_registration ON statements (registration);
CREATE TABLE IF NOT EXISTS deliveries (id TEXT PRIMARY KEY, times INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS requests (method TEXT NOT NULL, status TEXT NOT NULL, times INTEGER NOT NULL,
    PRIMARY KEY (method, status));
