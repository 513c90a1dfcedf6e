"""What the JSON of an entry's body looks like, kind by kind: src/FORMATS.md, "Kinds and their
bodies", as a table."""
import re


class Text(str):
    """A text that matches a pattern."""


class Maybe:
    """That, or null."""

    def __init__(self, shape):
        self.shape = shape


class Named:
    """An object of whatever keys, each of them that."""

    def __init__(self, shape):
        self.shape = shape


OCTETS = Text(r"(?:[0-9a-f]{2})*")
HASH = Text(r"[0-9a-f]{64}")
TIME = Text(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
DATE = Text(r"\d{4}-\d\d-\d\d")
SERIAL = Text(r"(?:(?:[0-9a-f]{2})+)?")


def one_of(*words):
    return Text("|".join(map(re.escape, words)))


SOURCE = one_of("typed", "mrz", "chip", "register")
CONSENT = one_of("given", "withheld", "not-asked")
IDENTITY = {
    "pin": str, "names_cut_off": bool, "sex": one_of("M", "F", "X"), "nationality": str,
    "birth_date": Maybe(Text(r"\d{4}-(?:\d\d|XX)-(?:\d\d|XX)")), "source": SOURCE,
    "names": {"surname": str, "given_names": str, "surname_cyrillic": str,
              "given_names_cyrillic": str, "patronymic": str},
    "document": {"type": str, "number": str, "issued": Maybe(DATE), "expires": Maybe(DATE),
                 "issuer": str}}
COMPARISON = {
    "first": SOURCE, "second": SOURCE,
    "fields": [{"field": str, "first": str, "second": str,
                "agreement": one_of("agrees", "loosely", "differs", "not-given")}]}
CONSENTS = {"personal_data": CONSENT, "register_lookup": CONSENT, "uis_account": CONSENT,
            "terms": CONSENT}
FACTS = {
    "identity": IDENTITY, "comparisons": [COMPARISON], "consents": CONSENTS,
    "held": one_of("not-checked", "none", "held"), "reissue_reason": str,
    "void_status": one_of("not-checked", "good", "voided", "unknown-code"), "void_code": str,
    "pin_blocked": bool, "deceased": bool, "offline": bool, "clock_doubtful": bool}
RULES = {
    "id": str, "version": str, "legal_reference": str, "full_age": int, "leap_birthday_28": bool,
    "pin_first_digits": str, "pin_check_digit": bool, "register_required": bool,
    "documents": [{"id": str, "edition": str, "mrz_code": str, "series": [str], "digits": int,
                   "chip": bool, "accepted": bool}]}
VERDICT = {
    "verdict": one_of("eligible", "refused", "provisional"), "rule_set": str, "version": str,
    "reference_date": DATE,
    "reasons": [{"rule": str, "version": str, "text": [str], "inputs": [[str]],
                 "effect": one_of("refuses", "doubts", "warns", "notes")}]}
CERTIFICATE = {"serial": SERIAL, "certificate": OCTETS}
THREE = Text("ky, ru, en")  # one text in each language
PAPER = {
    "authority": THREE, "identification": THREE, "office": THREE, "address": THREE, "law": THREE,
    "office_code": str, "utc_offset_minutes": int, "sheet_version": str, "documents": Named(THREE)}
REMARK = {"reason": str, "second_person": str, "to_step": str}

SHAPES = {
    "identity.recorded": {"identity": IDENTITY, "typed": Maybe(IDENTITY), "mrz": Maybe(IDENTITY),
                          "comparison": Maybe(COMPARISON), "presence": str},
    "eligibility.decided": {
        "facts": FACTS, "rules": RULES, "verdict": VERDICT, "warnings_confirmed": [str],
        "recheck": bool, "reissue_reason": str,
        "replaces": [CERTIFICATE | {"status": one_of("valid", "unconfirmed", "revoked")}]},
    "contact.recorded": {"email": str, "phone": str},
    "consent.recorded": {"consents": CONSENTS},
    "portrait.recorded": {"blob": HASH, "sha256": HASH, "width": int, "height": int,
                          "face": [int], "source": str, "file_import_reason": str},
    "key.made": {
        "type": one_of("rsa-3072", "ec-p256"), "custody": one_of("cloud", "file"),
        "public_key": OCTETS, "fingerprint": HASH, "certificate_request": OCTETS,
        "subject": [[str]], "agreement": str, "agreement_signature": OCTETS, "package": HASH,
        "package_secret": OCTETS, "terms_version": str, "terms_language": str,
        "terms_accepted": TIME, "accepted_how": str, "languages": str, "paper": PAPER},
    "certificate.asked": {"attempt": int, "transaction_id": OCTETS, "carrier": str},
    "certificate.waiting": {"attempt": int, "check_after": int, "transcript": [OCTETS]},
    "certificate.answered": CERTIFICATE | {
        "attempt": int, "not_before": TIME, "not_after": TIME, "with_modifications": bool,
        "outcome": one_of("granted", "refused", "rejected", "cancelled", "unconfirmed"),
        "detail": str, "found_by": one_of("answer", "look-up")},
    "certificate.confirmed": {"attempt": int},
    "key.delivered": {"receipt": OCTETS},
    "key.exported": {"sha256": HASH},
    "surplus.found": CERTIFICATE,
    "revocation.asked": CERTIFICATE | {
        "reason": one_of("unspecified", "keyCompromise", "affiliationChanged", "superseded",
                         "cessationOfOperation"),
        "requested_by": str, "proof": str, "attempt": int},
    "revocation.answered": {"serial": SERIAL, "revoked": bool, "detail": str},
    "application.handed-over": {"acceptance": str},
    "agreement.printed": {"copy": int, "languages": str, "sha256": HASH},
    "paper.printed": {"paper": one_of("agreement", "sheet", "refusal"), "copy": int,
                      "languages": str, "sha256": HASH, "printer": str},
    "register.printed": {"day": str, "copy": int, "languages": str, "sha256": HASH,
                         "printer": str},
    "station.enrolled": {"station": str, "profile": str, "profile_version": int,
                         "keys": {"tls": str, "registration": str, "journal": str}},
    "operator.added": {"name": str, "role": one_of("operator", "supervisor", "auditor")},
    "operator.reset": {"name": str},
    "operator.disabled": {"name": str},
    "operator.signed-in": {"role": one_of("operator", "supervisor", "auditor")},
    "journal.exported": {"through": int},
    "backup.made": {"through": int},
} | {f"application.{what}": REMARK for what in
     ("went-back", "on-hold", "cancel-asked", "overridden", "refused", "cancelled", "erased")}


# The station's own entries about the certificate of an application that it has released.
RELEASED = {
    "revocation.asked": {
        "application": str, "serial": SERIAL, "certificate_sha256": HASH,
        "reason": SHAPES["revocation.asked"]["reason"], "requested_by": str, "proof": str},
    "revocation.answered": {"application": str, "serial": SERIAL, "revoked": bool, "detail": str},
}


def shape_of(kind, subject, version):
    """None: entries of this kind have no body."""
    if kind == "key.made" and version == 1:
        return {key: shape for key, shape in SHAPES[kind].items() if key != "paper"}
    if kind == "key.made" and version == 2:
        paper = {key: shape for key, shape in PAPER.items() if key != "documents"}
        return SHAPES[kind] | {"paper": paper}
    if version != (3 if kind == "key.made" else 1):
        return {}
    if kind == "application.erased" and subject == "station":
        return object
    if subject == "station" and kind in RELEASED:
        return RELEASED[kind]
    return SHAPES.get(kind)


def wrong_shape(value, shape, path):
    """What about the value is not as the shape says; None: nothing."""
    if shape is None:
        return f"{path} has a body"
    if isinstance(shape, Maybe):
        return None if value is None else wrong_shape(value, shape.shape, path)
    if isinstance(shape, Named):
        if not isinstance(value, dict):
            return f"{path} is no object"
        return wrong_object(value, dict.fromkeys(value, shape.shape), path)
    if isinstance(shape, dict):
        return wrong_object(value, shape, path)
    if isinstance(shape, list):
        if not isinstance(value, list):
            return f"{path} is no list"
        found = (wrong_shape(one, shape[0], f"{path}[]") for one in value)
        return next((wrong for wrong in found if wrong), None)
    if shape is THREE:
        three = isinstance(value, list) and len(value) == 3
        good = three and all(isinstance(one, str) for one in value)
        return None if good else f"{path} is not one text in three languages"
    if isinstance(shape, Text):
        good = isinstance(value, str) and re.fullmatch(shape, value)
        return None if good else f"{path} is spelled otherwise"
    good = isinstance(value, shape) and (shape is not int or not isinstance(value, bool))
    return None if good else f"{path} is no {shape.__name__}"


def wrong_object(value, shape, path):
    if not isinstance(value, dict):
        return f"{path} is no object"
    if set(value) != set(shape):
        return f"{path} has other keys: {sorted(set(value) ^ set(shape))}"
    found = (wrong_shape(value[key], shape[key], f"{path}.{key}") for key in shape)
    return next((wrong for wrong in found if wrong), None)
