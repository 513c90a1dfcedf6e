#!/usr/bin/env python3
"""Turns one bit of one octet.

    change_one_byte.py FILE middle|last              in a file
    change_one_byte.py FILE middle|last TABLE COLUMN WHERE   in a row of an SQLite database
"""
import pathlib
import sqlite3
import sys


def turned(octets, where):
    at = len(octets) - 1 if where == "last" else len(octets) // 2
    return octets[:at] + bytes([octets[at] ^ 1]) + octets[at + 1:]


def in_database(file, where, table, column, condition):
    database = sqlite3.connect(file)
    triggers = database.execute("SELECT name FROM sqlite_schema WHERE type='trigger'").fetchall()
    for (trigger,) in triggers:
        database.execute(f"DROP TRIGGER {trigger}")
    (value,) = database.execute(f"SELECT {column} FROM {table} WHERE {condition}").fetchone()
    text = isinstance(value, str)
    changed = turned(value.encode() if text else value, where)
    database.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?",
                     (changed.decode() if text else changed, value))
    database.commit()


if __name__ == "__main__":
    name, place, *inside = sys.argv[1:]
    if inside:
        in_database(name, place, *inside)
    else:
        file = pathlib.Path(name)
        file.write_bytes(turned(file.read_bytes(), place))
