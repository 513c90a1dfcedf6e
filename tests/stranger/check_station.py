#!/usr/bin/env python3
"""Checks a station's data folder and its practice centre's folder as a stranger would: written
from src/FORMATS.md alone, sharing nothing with the programs. Needs Python 3.11, its sqlite3,
python3-cryptography and the openssl command line.

    check_station.py STATION PRACTICE [--export FILE] [--backup FILE]
                     [--applicant-password-file FILE]

Prints what was checked and ends with status 0 ("sound"), or prints every finding and ends with 1
("broken"). Changes nothing in either folder.
"""
import argparse
import base64
import contextlib
import hashlib
import hmac
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import tomllib

from cryptography import x509
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bodies import shape_of, wrong_shape

ID = r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}"
HASH = r"[0-9a-f]{64}"
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
NUMBER = r"(?:0|[1-9]\d*)"

ENTRY = re.compile(
    rf"koltamga-entry-1\nstation (?P<station>{ID})\nepoch (?P<epoch>{NUMBER})\n"
    rf"sequence (?P<sequence>{NUMBER})\nprevious (?P<previous>{HASH})\n"
    rf"kind (?P<kind>[a-z0-9.-]{{1,64}}) (?P<version>{NUMBER})\n"
    rf"subject (?P<subject>{ID}|station)\noperator (?P<operator>[a-z0-9._-]{{1,32}})\n"
    rf"time (?P<time>{TIME}) (?P<source>system|centre|doubtful)\nbody (?P<body>{HASH}|-)\n")
HEAD = re.compile(
    rf"koltamga-head-1\nstation (?P<station>{ID})\nepoch (?P<epoch>{NUMBER})\n"
    rf"sequence (?P<sequence>{NUMBER})\nhash (?P<hash>{HASH})\ntime (?P<time>{TIME})\n")
SIGNED_HEAD = re.compile(HEAD.pattern + r"signature (?P<signature>(?:[0-9a-f]{2})+)\n")
HEAD_RECEIPT = re.compile(HEAD.pattern.replace("koltamga-head-1", "koltamga-head-receipt-1"))
RECORD_RECEIPT = re.compile(
    rf"koltamga-record-receipt-1\nstation (?P<station>{ID})\napplication (?P<application>{ID})\n"
    rf"sequence (?P<sequence>{NUMBER})\nhash (?P<hash>{HASH})\nstatus opened verified committed\n"
    rf"(?P<blobs>(?:blob {HASH}\n)*)time (?P<time>{TIME})\n")
VAULT_RECEIPT = re.compile(
    rf"koltamga-vault-receipt-1\napplication (?P<application>{ID})\n"
    rf"public-key (?P<key>{HASH})\npackage (?P<package>{HASH})\ntime (?P<time>{TIME})\n")
CLOUD_PACKAGE = re.compile(
    rf"koltamga-cloud-key-1\napplication (?P<application>{ID})\npublic-key (?P<key>{HASH})\n\n")
FILE_PACKAGE = re.compile(
    rf"koltamga-file-key-1\napplication (?P<application>{ID})\npublic-key (?P<key>{HASH})\n"
    rf"mac-salt (?P<salt>[0-9a-f]{{32}})\nmac-rounds (?P<rounds>{NUMBER})\n\n")
SEAL = re.compile(
    rf"(?P<signed>koltamga-backup-1\nstation (?P<station>{ID})\nsequence {NUMBER}\n"
    rf"content (?P<content>{HASH})\n)signature (?P<signature>(?:[0-9a-f]{{2}})+)\n"
    rf"whole (?P<whole>{HASH})\n")
AGREEMENT_LINES = (
    "application authority office station law pin surname given-names surname-cyrillic "
    "given-names-cyrillic patronymic sex birth-date document document-issued document-expires "
    "document-issuer email phone portrait-sha256 terms terms-language terms-accepted operator "
    "custody public-key-sha256").split()
ASKED = ("certificate.asked", "key.delivery-asked", "revocation.asked")


class Broken(Exception):
    """What keeps one check from going on."""


def require(holds, what):
    if not holds:
        raise Broken(what)


def sha256(octets):
    return hashlib.sha256(octets).hexdigest()


def unseal(key, sealed, bound_to, what):
    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], bound_to)
    except (InvalidTag, ValueError, TypeError) as wrong:
        raise Broken(f"{what} does not open") from wrong


def verify(public_key, signature, message, what):
    try:
        if isinstance(public_key, ec.EllipticCurvePublicKey):
            public_key.verify(signature, message, ec.ECDSA(hashes.SHA256()))
        else:
            public_key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature as wrong:
        raise Broken(f"{what}: the signature does not hold") from wrong


def spki(key):
    public = key.public_key() if hasattr(key, "public_key") else key
    return public.public_bytes(serialization.Encoding.DER,
                               serialization.PublicFormat.SubjectPublicKeyInfo)


def pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM)


class Openssl:
    """The openssl command line, for CMS."""

    def __init__(self, folder):
        self.folder = folder

    def put(self, name, octets):
        file = self.folder / name
        file.write_bytes(octets)
        return str(file)

    def run(self, command, what):
        done = subprocess.run(["openssl", "cms", "-binary", "-inform", "DER", *command],
                              capture_output=True, check=False)
        require(done.returncode == 0, f"{what}: openssl says no")
        return done.stdout

    def content(self, message, signers, anchors, what):
        """The content of a signed message, whose signer must be one of those we know."""
        return self.run(["-verify", "-in", self.put("message", message), "-nointern",
                         "-certfile", self.put("signers.pem", b"".join(map(pem, signers))),
                         "-purpose", "any",
                         "-CAfile", self.put("anchors.pem", b"".join(map(pem, anchors)))], what)

    def opened(self, envelope, folder, name, what):
        """The content of an envelope for one of the practice centre's own certificates."""
        return self.run(["-decrypt", "-in", self.put("envelope", envelope),
                         "-inkey", str(folder / f"{name}.key"),
                         "-recip", str(folder / f"{name}.pem")], what)


def match(pattern, text, what):
    if isinstance(text, bytes):
        try:
            text = text.decode()
        except UnicodeDecodeError as wrong:
            raise Broken(f"{what} is no UTF-8") from wrong
    found = pattern.fullmatch(text)
    require(found, f"{what} is not spelled as it must be")
    return found


class Profile:
    """The office profile: whose signatures count."""

    def __init__(self, folder):
        raw = (folder / "profile.toml").read_bytes()
        content, _, last = raw.removesuffix(b"\n").rpartition(b"\n")
        mark = b"# signature koltamga-profile-1 "
        require(last.startswith(mark), "profile: its last line is no signature")
        self.pin = json.loads((folder / "profile.pin").read_text())
        agency = serialization.load_der_public_key(base64.b64decode(self.pin["agency_key"]))
        verify(agency, base64.b64decode(last[len(mark):]),
               b"koltamga-profile-1\n" + content + b"\n", "profile")
        toml = tomllib.loads(raw.decode())
        for key in ("id", "version", "agency_key", "practice"):
            require(toml["profile"][key] == self.pin[key], f"profile.pin: {key}")
        trust = toml["trust"]
        self.copies = folder / "keys" / "profile"
        load = lambda given: x509.load_pem_x509_certificate(self.pem(given))
        self.anchors = [load(one) for one in trust["roots"] + trust["issuing"]]
        earlier = trust.get("receipt_signers_before", [])
        self.receipts = [load(one) for one in [trust["receipt_signer"], *earlier]]
        self.centre = load(trust["centre_encryption"])
        self.recovery = load(trust["recovery"])
        self.vault = load(trust["vault"])

    def pem(self, given):
        """A certificate stands in the profile, or is named there by file and hash."""
        if isinstance(given, str):
            return given.encode()
        octets = (self.copies / given["sha256"]).read_bytes()
        require(sha256(octets) == given["sha256"], f"profile: {given['file']} was changed")
        return octets


class Check:
    """One station and its centre; collects findings instead of stopping at the first."""

    def __init__(self, station, practice, scratch, password):
        self.station, self.practice, self.password = station, practice, password
        self.openssl = Openssl(scratch)
        self.scratch = scratch
        self.findings, self.counts = [], {}
        self.entries, self.subject_keys, self.bodies = {}, {}, {}

    @contextlib.contextmanager
    def part(self, what):
        """What goes wrong within is a finding; what comes after is checked all the same."""
        try:
            yield
            self.counts[what] = self.counts.get(what, 0) + 1
        except Broken as broken:
            self.findings.append(str(broken))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError,
                sqlite3.Error) as odd:
            self.findings.append(f"{what}: {type(odd).__name__} {odd}")

    def database(self, file):
        """A copy, so that looking at it leaves nothing beside it."""
        copy = self.scratch / f"{len(list(self.scratch.iterdir()))}.db"
        for end in ("", "-wal"):
            if pathlib.Path(f"{file}{end}").exists():
                shutil.copy(f"{file}{end}", f"{copy}{end}")
        database = sqlite3.connect(copy)
        database.row_factory = sqlite3.Row
        require(database.execute("PRAGMA integrity_check").fetchone()[0] == "ok",
                f"{file.name}: SQLite finds it damaged")
        return database

    def check_entries(self):
        previous, epoch, number = "0" * 64, 1, 0
        for row in self.db.execute("SELECT * FROM entry ORDER BY sequence"):
            number += 1
            with self.part("entries"):
                header = match(ENTRY, row["header"], f"entry {number}")
                require(header["sequence"] == str(number), f"entry {number}: a number is missing")
                require(header["previous"] == previous, f"entry {number}: the chain is broken")
                require(header["station"] == self.id, f"entry {number}: of another station")
                opens = header["kind"] == "station.epoch-opened"
                require(int(header["epoch"]) > epoch if opens else int(header["epoch"]) == epoch,
                        f"entry {number}: its epoch")
                epoch = int(header["epoch"])
                self.check_columns(number, row, header)
                self.check_sealed(number, row["body"], header["body"])
                self.entries[number] = (row["header"], header, row["body"])
            previous = sha256(row["header"].encode())
        require(number > 0, "the journal is empty")

    def check_columns(self, number, row, header):
        for column in ("sequence", "epoch", "kind", "version", "subject", "operator", "time"):
            require(str(row[column]) == header[column], f"entry {number}: column {column}")
        require(row["hash"] == sha256(row["header"].encode()), f"entry {number}: column hash")

    def check_sealed(self, number, body, name):
        require((body is None) == (name == "-"), f"entry {number}: a body too many or too few")
        require(body is None or sha256(body) == name, f"entry {number}: hash of the body")

    def hash_of(self, number):
        require(number in self.entries, f"entry {number} is named and not there")
        return sha256(self.entries[number][0].encode())

    def check_head(self, head, signature, what):
        verify(self.journal.public_key(), signature, head.group(0).split("signature")[0].encode(),
               what)
        require(head["station"] == self.id, f"{what}: of another station")
        require(head["hash"] == self.hash_of(int(head["sequence"])), f"{what}: of another entry")
        require(head["epoch"] == self.entries[int(head["sequence"])][1]["epoch"], f"{what}: epoch")

    def check_heads(self):
        signed = 0
        for row in self.db.execute("SELECT * FROM signed_head"):
            what = f"signed head {row['sequence']}"
            with self.part("signed heads"):
                head = match(HEAD, row["text"], what)
                require(head["sequence"] == str(row["sequence"]), f"{what}: column sequence")
                self.check_head(head, row["signature"], what)
                signed = max(signed, row["sequence"])
        with self.part("signed heads"):
            head = match(SIGNED_HEAD, (self.station / "last-head").read_bytes(), "last-head")
            self.check_head(head, bytes.fromhex(head["signature"]), "last-head")
        with self.part("signed heads"):
            for number, (_, header, _) in self.entries.items():
                require(header["kind"] not in ASKED or number <= signed,
                        f"entry {number} was asked without a signed head")

    def check_receipts(self):
        for row in self.db.execute("SELECT * FROM receipt"):
            what = f"{row['kind']} receipt {row['sequence']}"
            with self.part("receipts"):
                text = self.openssl.content(row["der"], self.profile.receipts,
                                            self.profile.anchors, what)
                self.check_receipt(row, text, what)

    def check_receipt(self, row, text, what):
        record = row["kind"] == "record"
        receipt = match(RECORD_RECEIPT if record else HEAD_RECEIPT, text, what)
        number = int(receipt["sequence"])
        require(number == row["sequence"] and receipt["time"] == row["time"], f"{what}: columns")
        require(receipt["station"] == self.id, f"{what}: of another station")
        require(receipt["hash"] == self.hash_of(number), f"{what}: of another entry")
        subject = receipt["application"] if record else "station"
        require(subject == row["subject"], f"{what}: column subject")
        if not record:
            return
        require(self.entries[number][1]["subject"] == subject, f"{what}: another's entry")
        blobs = re.findall(HASH, receipt["blobs"])
        require(blobs == sorted(set(blobs)), f"{what}: blobs not in order")
        ours = self.db.execute("SELECT name FROM blob WHERE application=? AND entry<=? AND "
                               "use<>'key-package'", (subject, number))
        require({one["name"] for one in ours} <= set(blobs), f"{what}: a blob is not listed")

    def check_station_keys(self):
        digits = (self.station / "machine.secret").read_text()
        secret = bytes.fromhex(match(re.compile(rf"{HASH}\n"), digits, "machine.secret").group(0))
        for name, certificate in (("tls", self.tls), ("journal", self.journal)):
            with self.part("station keys"):
                key = unseal(secret, (self.station / "keys" / f"{name}.key").read_bytes(),
                             f"koltamga-station-key-1\n{name}".encode(), f"{name}.key")
                self.require_pair(key, certificate, f"{name}.key")
        with self.part("station keys"):
            sealed = self.db.execute("SELECT sealed FROM secret WHERE name='registration'")
            key = self.column("secret registration", sealed.fetchone()[0])
            self.require_pair(key, self.registration, "registration key")

    def require_pair(self, pkcs8, certificate, what):
        key = serialization.load_der_private_key(pkcs8, None)
        require(spki(key) == spki(certificate), f"{what} is not its certificate's")

    def column(self, context, sealed):
        return unseal(self.data_key, sealed, f"koltamga-column-1\n{context}".encode(), context)

    def derived_key(self, info):
        return HKDF(hashes.SHA256(), 32, None, info.encode()).derive(self.data_key)

    def open_wraps(self):
        keys = self.practice / "keys"
        recovery = self.db.execute("SELECT recovery FROM station").fetchone()[0]
        self.data_key = self.openssl.opened(recovery, keys, "recovery", "recovery of the data key")
        for row in self.db.execute("SELECT * FROM key_wrap"):
            subject, what = row["subject"], f"{row['holder']}'s wrap of {row['subject']}"
            with self.part("wraps"):
                if row["holder"] == "station":
                    key = unseal(self.data_key, row["wrap"],
                                 f"koltamga-wrap-1\n{subject}".encode(), what)
                else:
                    key = self.openssl.opened(row["wrap"], keys, "encryption", what)
                require(len(key) == 32, f"{what}: not 32 octets")
                require(self.subject_keys.setdefault(subject, key) == key, f"{what}: another key")

    def check_operators(self):
        key = self.derived_key("koltamga-authenticate-1 operator")
        for row in self.db.execute("SELECT * FROM operator"):
            with self.part("operators"):
                state = "disabled" if row["disabled"] else "enabled"
                text = f"{row['name']}\n{row['role']}\n{state}\n{sha256(row['certificate'])}"
                require(hmac.digest(key, text.encode(), "sha256") == row["proof"],
                        f"operator {row['name']}: the row was changed")
                require(re.match(r"argon2id v=19 m=\d+,t=\d+,p=\d+ ", row["password"]),
                        f"operator {row['name']}: password")
                require(row["disabled"] == (row["data_key"] is None), "operator: data key")

    def open_bodies(self):
        for number, (text, header, sealed) in self.entries.items():
            if sealed is None or header["subject"] not in self.subject_keys:
                continue
            with self.part("bodies"):
                bound_to = text[:text.index("\nbody ") + 1].encode()
                plain = unseal(self.subject_keys[header["subject"]], sealed, bound_to,
                               f"body {number}")
                body = json.loads(plain)
                shape = shape_of(header["kind"], header["subject"], int(header["version"]))
                wrong = wrong_shape(body, shape, header["kind"])
                require(wrong is None, f"body {number}: {wrong}")
                self.bodies[number] = body

    def bodies_of(self, subject, kind):
        return [body for number, body in self.bodies.items()
                if self.entries[number][1]["subject"] == subject
                and self.entries[number][1]["kind"] == kind]

    def check_applications(self):
        for row in self.db.execute("SELECT * FROM application"):
            if row["personal"] is None:
                continue
            subject = row["application"]
            with self.part("applications"):
                self.check_personal(subject, json.loads(self.column(f"personal {subject}",
                                                                    row["personal"])))
            for body in self.bodies_of(subject, "portrait.recorded"):
                with self.part("portraits"):
                    self.check_portrait(subject, body)
            for made in self.bodies_of(subject, "key.made"):
                with self.part("agreements"):
                    self.check_agreement(subject, made)
                if (self.station / "blobs" / made["package"]).exists():
                    with self.part("kept keys"):
                        self.check_kept_key(subject, made)
                for answered in self.bodies_of(subject, "certificate.answered"):
                    with self.part("certificates"):
                        self.check_certificate(made, answered)
                for delivered in self.bodies_of(subject, "key.delivered"):
                    with self.part("delivered keys"):
                        self.check_delivery(subject, made, bytes.fromhex(delivered["receipt"]))

    def check_personal(self, subject, personal):
        wanted = set()
        for field, name in (("pin", "pin"), ("document-number", "document_number"),
                            ("public-key", "public_key")):
            key = self.derived_key(f"koltamga-look-up-1 {field}")
            if personal[name]:
                wanted.add((field, hmac.digest(key, personal[name].encode(), "sha256").hex()))
        found = self.db.execute("SELECT field, hash FROM look_up WHERE application=?", (subject,))
        require({tuple(row) for row in found} == wanted, f"look-ups of {subject}")

    def check_portrait(self, subject, body):
        plain = unseal(self.subject_keys[subject],
                       (self.station / "blobs" / body["blob"]).read_bytes(),
                       f"koltamga-blob-1\n{subject}\nportrait".encode(), "portrait")
        require(sha256(plain) == body["sha256"] and plain.startswith(b"\xff\xd8\xff"), "portrait")

    def check_agreement(self, subject, made):
        public = bytes.fromhex(made["public_key"])
        require(sha256(public) == made["fingerprint"], "key.made: fingerprint")
        request = x509.load_der_x509_csr(bytes.fromhex(made["certificate_request"]))
        require(request.is_signature_valid and spki(request) == public, "key.made: PKCS#10")
        title, *lines, end = made["agreement"].split("\n")
        require(title == "koltamga-agreement-record-1" and end == "", "agreement: title or end")
        facts = dict(line.split(" ", 1) for line in lines)
        require([line.split(" ", 1)[0] for line in lines] == AGREEMENT_LINES, "agreement: lines")
        portrait = self.bodies_of(subject, "portrait.recorded")[-1]
        identity = self.bodies_of(subject, "identity.recorded")[-1]["identity"]
        for name, value in (("application", subject), ("station", self.id),
                            ("pin", identity["pin"]), ("public-key-sha256", made["fingerprint"]),
                            ("portrait-sha256", portrait["sha256"]),
                            ("custody", made["custody"])):
            require(facts[name] == value, f"agreement: {name}")
        if "paper" in made:
            paper = {name: value[2] if isinstance(value, list) else value
                     for name, value in made["paper"].items()}
            for name, value in (("authority", f"{paper['authority']}, {paper['identification']}"),
                                ("office", f"{paper['office_code']} {paper['office']}"),
                                ("law", paper["law"])):
                require(facts[name] == value, f"agreement: {name} is not the paper's")
        first = made["languages"].split("+")[0]
        require(made["terms_language"] == first == facts["terms-language"], "agreement: language")
        verify(serialization.load_der_public_key(public),
               bytes.fromhex(made["agreement_signature"]),
               b"koltamga-agreement-1\n" + made["agreement"].encode(), "agreement")

    def check_certificate(self, made, answered):
        if answered["outcome"] != "granted":
            return
        certificate = x509.load_der_x509_certificate(bytes.fromhex(answered["certificate"]))
        require(spki(certificate) == bytes.fromhex(made["public_key"]), "certificate: its key")
        length = (certificate.serial_number.bit_length() + 7) // 8
        require(certificate.serial_number.to_bytes(length, "big").hex() == answered["serial"],
                "certificate: its serial")

    def check_delivery(self, subject, made, receipt):
        text = self.openssl.content(receipt, [self.profile.vault], self.profile.anchors, "vault")
        said = match(VAULT_RECEIPT, text, "vault receipt")
        require(said["application"] == subject and said["key"] == made["fingerprint"]
                and said["package"] == made["package"], "vault receipt: of something else")
        package = (self.practice / "vault" / subject / f"{said['package']}.package").read_bytes()
        require(sha256(package) == said["package"], "vault: the package was changed")
        content = self.openssl.content(package, [self.journal], self.profile.anchors, "package")
        inner = self.openssl.opened(self.after_header(content, subject, made),
                                    self.practice / "keys", "vault", "package")
        encrypted = self.after_header(inner, subject, made)
        if self.password is not None:
            key = serialization.load_der_private_key(encrypted, self.password)
            require(spki(key) == bytes.fromhex(made["public_key"]), "vault: another key")

    def check_kept_key(self, subject, made):
        """The key package as it waits at the station."""
        package = (self.station / "blobs" / made["package"]).read_bytes()
        if made["custody"] == "cloud":
            self.openssl.content(package, [self.journal], self.profile.anchors, "package")
            return
        header, sealed = package.split(b"\n\n", 1)
        header += b"\n\n"
        said = match(FILE_PACKAGE, header, "package")
        require(said["application"] == subject and said["key"] == made["fingerprint"],
                "package: of something else")
        plain = unseal(bytes.fromhex(made["package_secret"]), sealed, header, "package")
        if self.password is not None:
            key = serialization.load_der_private_key(plain[32:], self.password)
            require(spki(key) == bytes.fromhex(made["public_key"]), "package: another key")

    def after_header(self, content, subject, made):
        header, rest = content.split(b"\n\n", 1)
        said = match(CLOUD_PACKAGE, header + b"\n\n", "package")
        require(said["application"] == subject and said["key"] == made["fingerprint"],
                "package: of something else")
        return rest

    def check_blobs(self):
        known = {row["name"] for row in self.db.execute("SELECT name FROM blob")}
        there = {file.name for file in (self.station / "blobs").iterdir()}
        require(known == there, "blobs: files and rows differ")
        for name in there:
            with self.part("blobs"):
                content = (self.station / "blobs" / name).read_bytes()
                require(sha256(content) == name, f"blob {name[:8]} was changed")

    def check_centre(self):
        """Whatever the centre holds of this station is what the station holds, or more."""
        centre = self.database(self.practice / "centre" / "centre.db")
        where = "station=? AND lost_to=0"
        for row in centre.execute(f"SELECT * FROM entry WHERE {where}", (self.id,)):
            with self.part("entries at the centre"):
                require(self.entries[row["sequence"]][0] == row["header"],
                        f"centre: entry {row['sequence']} is another")
        for row in centre.execute(f"SELECT sequence, header, sealed FROM body JOIN entry USING "
                                  f"(station, hash) WHERE {where}", (self.id,)):
            with self.part("bodies at the centre"):
                name = match(ENTRY, row["header"], "centre: entry")["body"]
                self.check_sealed(row["sequence"], row["sealed"], name)
        for row in centre.execute("SELECT name FROM blob WHERE station=?", (self.id,)):
            with self.part("blobs at the centre"):
                content = (self.practice / "centre" / "blobs" / row["name"]).read_bytes()
                require(sha256(content) == row["name"], "centre: a blob was changed")
        for row in centre.execute("SELECT * FROM key_wrap WHERE station=?", (self.id,)):
            with self.part("wraps at the centre"):
                key = self.openssl.opened(row["wrap"], self.practice / "keys", "encryption",
                                          "centre: wrap")
                require(self.subject_keys.get(row["subject"], key) == key, "centre: another key")

    def check_export(self, file):
        content = self.openssl.content(file.read_bytes(), [self.journal], self.profile.anchors,
                                       "export").decode()
        start, *blocks = content.split("\n\n")
        require(blocks.pop() == "", "export: its end")
        title, rest = (start + "\n").split("\n", 1)
        head_text, count = rest.split("entries ")
        require(title == "koltamga-export-1", "export: title")
        head = match(SIGNED_HEAD, head_text, "export: head")
        self.check_head(head, bytes.fromhex(head["signature"]), "export: head")
        require(int(count) == len(blocks) == int(head["sequence"]), "export: number of entries")
        for number, block in enumerate(blocks, 1):
            with self.part("exported entries"):
                text, _, body = (block + "\n").partition("body-json ")
                require(text == self.entries[number][0], f"export: entry {number}")
                own = self.entries[number][1]["subject"] == "station"
                require(json.loads(body) == self.bodies[number] if body
                        else not own or number not in self.bodies, f"export: body {number}")

    def check_seal(self, octets):
        content, title, rest = octets.rpartition(b"koltamga-backup-1\n")
        seal = match(SEAL, (title + rest).decode(), "backup: seal")
        before = octets[:octets.rindex(b"whole ")]
        require(seal["whole"] == sha256(before), "backup: an octet was changed")
        require(seal["content"] == sha256(content), "backup: content")
        require(seal["station"] == self.id, "backup: of another station")
        verify(self.journal.public_key(), bytes.fromhex(seal["signature"]),
               seal["signed"].encode(), "backup: seal")

    def check_backup(self, file):
        with self.part("seals of backups"):
            self.check_seal(file.read_bytes())
        backup = self.database(file)
        for row in backup.execute("SELECT * FROM entry"):
            with self.part("entries in the backup"):
                require(row["header"] == self.entries[row["sequence"]][0]
                        and row["body"] == self.entries[row["sequence"]][2],
                        f"backup: entry {row['sequence']} is another")
        for row in backup.execute("SELECT * FROM backup_blob"):
            with self.part("blobs in the backup"):
                require(sha256(row["content"]) == row["name"], "backup: a blob was changed")

    def run(self, export, backup):
        with self.part("profile"):
            self.profile = Profile(self.station)
            self.tls, self.registration, self.journal, issuing = [
                x509.load_pem_x509_certificate(one.encode() + b"-----END CERTIFICATE-----\n")
                for one in (self.station / "keys" / "station.pem").read_text().split(
                    "-----END CERTIFICATE-----\n")[:-1]]
            for one in (self.tls, self.registration, self.journal):
                verify_issued(one, issuing)
            require(issuing in self.profile.anchors, "station.pem: of another authority")
            self.db = self.database(self.station / "station.db")
            require(self.db.execute("PRAGMA application_id").fetchone()[0] == 0x4B4C5447, "KLTG")
            self.id = self.db.execute("SELECT station FROM station").fetchone()[0]
        if self.findings:
            return
        steps = [self.check_entries, self.check_heads, self.check_receipts, self.check_blobs,
                 self.open_wraps, self.check_station_keys, self.check_operators, self.open_bodies,
                 self.check_applications, self.check_centre]
        if export:
            steps.append(lambda: self.check_export(export))
        if backup:
            steps.append(lambda: self.check_backup(backup))
        for step in steps:
            with self.part("steps"):
                step()


def verify_issued(certificate, issuer):
    require(certificate.issuer == issuer.subject, "station.pem: issuer")
    verify(issuer.public_key(), certificate.signature, certificate.tbs_certificate_bytes,
           "station.pem")


def main():
    line = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    line.add_argument("station", type=pathlib.Path)
    line.add_argument("practice", type=pathlib.Path)
    line.add_argument("--export", type=pathlib.Path)
    line.add_argument("--backup", type=pathlib.Path)
    line.add_argument("--applicant-password-file", type=pathlib.Path)
    said = line.parse_args()
    password = None
    if said.applicant_password_file:
        password = said.applicant_password_file.read_bytes().removesuffix(b"\n")
    with tempfile.TemporaryDirectory() as scratch:
        check = Check(said.station, said.practice, pathlib.Path(scratch), password)
        check.run(said.export, said.backup)
    for what, count in check.counts.items():
        print(f"{count:6} {what}")
    for finding in check.findings:
        print(f"broken: {finding}")
    print("broken" if check.findings else "sound")
    return 1 if check.findings else 0


if __name__ == "__main__":
    sys.exit(main())
