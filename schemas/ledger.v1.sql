-- Format 1 of the ledger file. Never edited: a change is a new format, with its own file beside this one.
-- `event` and `document` are the record. `subject` and `frontier` are derived from it and can be rebuilt.
-- Tables without rowid: a rowid would be a second key, by which REPLACE could remove a row unseen.

CREATE TABLE event (
    suite        INTEGER NOT NULL CHECK (suite BETWEEN 1 AND 255),
    ledger       BLOB    NOT NULL CHECK (length(ledger) = 16),
    stream       BLOB    NOT NULL CHECK (length(stream) = 16),
    version      INTEGER NOT NULL CHECK (version >= 1),
    previous     BLOB    NOT NULL CHECK (length(previous) = 32),
    event        BLOB    NOT NULL UNIQUE CHECK (length(event) = 16),
    command      BLOB    NOT NULL CHECK (length(command) = 16),
    request      BLOB    NOT NULL CHECK (length(request) = 32),
    part         INTEGER NOT NULL CHECK (part BETWEEN 0 AND 65535),
    parts        INTEGER NOT NULL CHECK (parts BETWEEN 0 AND 65535),
    kind         TEXT    NOT NULL,
    schema       INTEGER NOT NULL CHECK (schema BETWEEN 0 AND 65535),
    origin       INTEGER NOT NULL CHECK (origin BETWEEN 0 AND 255),
    effective    TEXT    NOT NULL,
    recorded     INTEGER NOT NULL,
    actor        TEXT    NOT NULL,
    rulebook     BLOB    NOT NULL CHECK (length(rulebook) = 32),
    payload_hash BLOB    NOT NULL CHECK (length(payload_hash) = 32),
    position     INTEGER NOT NULL UNIQUE CHECK (position >= 0),
    payload      TEXT,
    hash         BLOB    NOT NULL CHECK (length(hash) = 32),
    before       INTEGER GENERATED ALWAYS AS (nullif(version - 1, 0)) VIRTUAL,
    PRIMARY KEY (stream, version),
    UNIQUE (stream, version, hash),
    CHECK (version > 1 OR previous = zeroblob(32)),
    FOREIGN KEY (stream, before, previous) REFERENCES event (stream, version, hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_command ON event (command, position);
CREATE INDEX event_stream ON event (stream, position);

CREATE TRIGGER event_follows BEFORE INSERT ON event
BEGIN
    SELECT RAISE(ABORT, 'event: position is not the next one')
     WHERE NEW.position IS NOT (SELECT coalesce(max(position), -1) + 1 FROM event);
    SELECT RAISE(ABORT, 'event: version is not the next one of its stream')
     WHERE NEW.version IS NOT (SELECT coalesce(max(version), 0) + 1 FROM event WHERE stream = NEW.stream);
    SELECT RAISE(ABORT, 'event: previous is not the hash of the version before')
     WHERE NEW.previous IS NOT coalesce(
        (SELECT hash FROM event WHERE stream = NEW.stream AND version = NEW.version - 1), zeroblob(32));
    SELECT RAISE(ABORT, 'event: id is taken')
     WHERE EXISTS (SELECT 1 FROM event WHERE event = NEW.event);
END;

CREATE TRIGGER event_stays BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'event: is never changed');
END;

CREATE TRIGGER event_remains BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'event: is never deleted');
END;

CREATE TABLE document (
    hash  BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER document_is_new BEFORE INSERT ON document
BEGIN
    SELECT RAISE(ABORT, 'document: is already there')
     WHERE EXISTS (SELECT 1 FROM document WHERE hash = NEW.hash);
END;

CREATE TRIGGER document_stays BEFORE UPDATE ON document
BEGIN
    SELECT RAISE(ABORT, 'document: is never changed');
END;

CREATE TRIGGER document_remains BEFORE DELETE ON document
BEGIN
    SELECT RAISE(ABORT, 'document: is never deleted');
END;

CREATE TABLE subject (
    kind     TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    position INTEGER NOT NULL REFERENCES event (position),
    PRIMARY KEY (kind, name, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX subject_position ON subject (position, kind, name);

CREATE TABLE frontier (
    one   INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    bytes BLOB    NOT NULL
) STRICT;
