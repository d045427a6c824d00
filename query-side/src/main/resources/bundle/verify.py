#!/usr/bin/env python3
"""Checks an Affidavit bundle that was unpacked: verify.py [DIR] [--policy FILE] [--known FILE]

Python's standard library alone. Exit 3: nothing fails. 4 nothing fails, but no proof from --known, a call without an end
yet, or no time that the policy requires. Else the code of the first step that fails: 2 malformed, 10 file digest,
20 checkpoint signature, 21 unknown log, 23 split view, 30 inclusion, 31 record form, 32 chain, 33 incomplete, 41 time order,
50 commitment, 51 ciphertext, 60 unexplained absence.
Not checked here: CMS and time-stamp signatures (openssl, see VERIFY.md), ML-DSA signatures (-44 under
checkpoints, -65 over SHA256SUMS).
"""
import base64, bisect, datetime, hashlib, json, os, re, sys

H = lambda *parts: hashlib.sha256(b"".join(parts)).digest()
NODE = lambda left, right: H(b"\1", left, right)
LATE, ABANDONED = "call.concluded_late", "call.abandoned"
ENDS = {"call.completed", "call.failed", "call.refused", ABANDONED, LATE}
ABOUT = {"call": "call", "calls": "call", "key": "virtual_key", "limit": "limit",
         "organization": None}
BESIDE_SUMS = {"SHA256SUMS", "SHA256SUMS.p7s", "SHA256SUMS.p7s.tsr", "SHA256SUMS.ml-dsa-65.p7s"}
REQUIRED = ("SHA256SUMS", "SHA256SUMS.p7s", "events.jsonl", "log/checkpoint",
            "log/checkpoint.signed", "log/latest", "log/consistency-latest", "manifest.json",
            "trust/policy")
WITHHELD = re.compile(rb'{"leaf":"([0-9a-f]{64})","pos":"(0|[1-9][0-9]{0,17})",'
                      rb'"reason":"[a-z_-]{1,64}"}')
ORIGIN = re.compile("[a-z0-9][a-z0-9.-]{0,199}/[0-9a-f]{16}/[0-9]{4}")
DECIMAL, HASH = re.compile("0|[1-9][0-9]{0,17}"), re.compile("[0-9a-f]{64}")
NUMBER, MEMBER = re.compile("0|[1-9][0-9]{0,18}"), re.compile("[a-z0-9_]+")
TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.\d{6}Z", re.ASCII)
PART, MEDIA = re.compile("[a-z][a-z0-9_-]{0,63}"), re.compile("[ -~]{1,255}")
RETENTION = "ops-90d|aiact-6m|hipaa-6y|sec-6y"
KEY = re.compile("(-|[a-z0-9_][a-z0-9_-]{0,127})/[0-9]{4}(0[1-9]|1[0-2])/(" + RETENTION
                 + ")/([1-9][0-9]{0,9}):[a-z0-9_-]{1,128}/([1-9][0-9]{0,9})")
MEMBERS = ("agg", "at", "by", "call", "cause", "corr", "data", "id", "log", "node", "org", "parts",
           "pos", "prev", "rev", "type", "v")
STEP = {2: 1, 10: 2, 20: 4, 21: 4, 23: 5, 30: 6, 31: 6, 32: 7, 33: 7, 41: 8, 50: 9, 51: 9,
        60: 10}
FAILED = []


class Malformed(Exception):
    """The bundle can be read no further."""


def fail(code, what):
    """An earlier step outranks a later one; and what the log does not hold has no form to judge."""
    first = FAILED[0][0] if FAILED else None
    if not first or STEP[code] < STEP[first] or (code == 30 and first == 31):
        FAILED[:] = [(code, what)]


def check(good, code, what):
    if not good:
        fail(code, what)


def plain(text):
    """What a hostile text cannot hide in: the visible characters of ASCII."""
    return re.sub("[^ -~]", "?", text)


def need(good, what):
    if not good:
        raise Malformed(what)


def b64(text, length=None):
    """The bytes behind the one form of a base64 text; None for any other text."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    good = base64.b64encode(raw).decode() == text and (length is None or len(raw) == length)
    return raw if good else None


# --- Ed25519 (RFC 8032 §5.1.7) --------------------------------------------------------------------
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def point(raw):
    y, sign = int.from_bytes(raw, "little") & (2**255 - 1), raw[31] >> 7
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    x = x if (x * x - x2) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - x2) % P != 0:
        return None
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P


def plus(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, p):
    total = (0, 1, 1, 0)
    while n:
        total, p, n = (plus(total, p) if n & 1 else total), plus(p, p), n >> 1
    return total


def ed25519(key, message, signature):
    if len(signature) != 64:
        return False
    base = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    s, r, a = int.from_bytes(signature[32:], "little"), point(signature[:32]), point(key)
    if s >= L or not r or not a:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    mine, told = times(s, base), plus(r, times(k, a))
    return all((mine[i] * told[2] - told[i] * mine[2]) % P == 0 for i in (0, 1))


# --- files ----------------------------------------------------------------------------------------
class Files:
    """The files of an unpacked bundle."""

    def __init__(self, root):
        self.root, self.names = root, set()
        for at, folders, names in os.walk(root):
            need(not any(os.path.islink(os.path.join(at, name)) for name in folders), "a link")
            for path in (os.path.join(at, name) for name in names):
                name = os.path.relpath(path, root).replace(os.sep, "/")
                good = re.fullmatch("[A-Za-z0-9_./-]{1,255}", name) and os.path.isfile(path)
                need(good and not os.path.islink(path), "file " + name)
                self.names.add(name)
        need(len({name.lower() for name in self.names}) == len(self.names), "names alike")

    def __contains__(self, name):
        return name in self.names

    def open(self, name):
        need(name in self.names, name + ": absent")
        return open(os.path.join(self.root, name), "rb")

    def read(self, name):
        with self.open(name) as file:
            return file.read()

    def lines(self, name, most):
        with self.open(name) as file:
            for line in file:
                need(line.endswith(b"\n") and len(line) <= most + 1, name + ": a line")
                yield line[:-1]

    def sha256(self, name, before=b""):
        sha256 = hashlib.sha256(before)
        with self.open(name) as file:
            for chunk in iter(lambda: file.read(1 << 20), b""):
                sha256.update(chunk)
        return sha256.hexdigest()


def check_files(files):
    for name in REQUIRED:
        check(name in files, 2, name + ": absent")
    if "SHA256SUMS" not in files:
        return
    sums, last = {}, ""
    for line in files.lines("SHA256SUMS", 321):
        found = re.fullmatch("([0-9a-f]{64})  ([A-Za-z0-9._/-]{1,255})", line.decode("latin-1"))
        if found and found[2] > last:
            sums[found[2]], last = found[1], found[2]
        else:
            fail(2, "SHA256SUMS: %s" % line)
    for name in sorted(files.names - BESIDE_SUMS - set(sums)):
        fail(2, name + ": not in SHA256SUMS")
    for name, digest in sums.items():
        check(name in files and files.sha256(name) == digest, 10, name)


# --- notes and proofs -----------------------------------------------------------------------------
def parse_key(text):
    """Name and tagged key of a verifier key; None for anything else."""
    name, mark, key = (text.split("+", 2) + ["", ""])[:3]
    key = b64(key)
    good = (re.fullmatch("[!-*,-~]+", name) and key and key[0] in (1, 6)
            and len(key) == (33 if key[0] == 1 else 1313)
            and H(name.encode(), b"\n", key)[:4].hex() == mark)
    return (name, key) if good else None


def parse_policy(text):
    """Ed25519 keys and the sizes they are for, by log; None for no policy."""
    keys, valid, timed = {}, None, False
    for line in (line.strip() for line in text.split("\n")):
        words, found = re.split("[ \t]+", line), None
        if line.startswith("# valid ["):
            found = re.fullmatch(r"# valid \[([0-9]{1,18}),([0-9]{0,18})\)", line)
            if valid or not found:
                return None, False
            valid = int(found[1]), int(found[2] or 1 << 63)
        elif line.startswith("# receipt ") or line.startswith("log "):
            logs = line.startswith("log ")
            found = parse_key(words[1] if logs else line[10:].strip())
            if not found or (logs and len(words) > 3):
                return None, False
            if logs:
                keys.setdefault(found[0], []).extend(
                    [(found[1][1:], *(valid or (0, 1 << 63)))] if found[1][0] == 1 else [])
            valid = None
        elif line == "# require time":
            timed = True
        elif (re.match(r"#\s*(valid|receipt|require)\b", line, re.IGNORECASE | re.ASCII)
              or (line and not line.startswith("#") and line != "quorum none")):
            return None, False
    return (keys or None, timed) if not valid else (None, False)


def parse_note(note):
    """(origin, size, root), text and signatures of a note; None for anything else."""
    try:
        text = note.decode()
    except ValueError:
        return None
    body, gap, lines = text.rpartition("\n\n")
    signed, parts = [], body.split("\n")
    for line in lines[:-1].split("\n"):
        found = re.fullmatch("\u2014 ([^ +\\x00-\\x1f\\x7f]+) (\\S+)", line)
        raw = b64(found[2]) if found else None
        if not raw or len(raw) < 5:
            return None
        signed.append((found[1], raw))
    good = (gap and lines.endswith("\n") and len(signed) <= 64 and len(parts) == 3
            and ORIGIN.fullmatch(parts[0]) and DECIMAL.fullmatch(parts[1]) and b64(parts[2], 32))
    return ((parts[0], int(parts[1]), b64(parts[2], 32)), body + "\n", signed) if good else None


def check_note(what, note, keys):
    """The checkpoint, which each Ed25519 key for its size must have signed; None for no note."""
    parsed = parse_note(note)
    if not parsed:
        fail(20, what + ": no signed checkpoint")
        return None
    (origin, size, root), body, signed = parsed
    if origin not in keys:
        fail(21, what + ": " + origin)
        return parsed[0]
    valid = [key for key, first, end in keys[origin] if first <= size < end]
    check(valid, 20, what + ": no Ed25519 key to check its size by")
    for key in valid:
        mark = H(origin.encode(), b"\n\1", key)[:4]
        mine = [raw[4:] for name, raw in signed if name == origin and raw[:4] == mark]
        check(mine and all(ed25519(key, body.encode(), one) for one in mine), 20, what)
    return parsed[0]


def climb(leaf, index, size, path):
    """Root from an audit path (RFC 6962 §2.1.1), used up from its end; None if it does not fit."""
    if size == 1 or not path:
        return leaf if size == 1 and not path else None
    half = 1 << (size - 1).bit_length() - 1
    left = index < half
    below = climb(leaf, index if left else index - half, half if left else size - half, path[:-1])
    return below and (NODE(below, path[-1]) if left else NODE(path[-1], below))


def grown(old, new, path, root, whole=True):
    """Roots of both trees from a consistency proof (RFC 6962 §2.1.2); None if it does not fit."""
    if old == new:
        return ((root, root) if whole else (path[0], path[0])) if len(path) == (
            0 if whole else 1) else None
    if not path:
        return None
    half = 1 << (new - 1).bit_length() - 1
    if old <= half:
        below = grown(old, half, path[:-1], root, whole)
        return below and (below[0], NODE(below[1], path[-1]))
    below = grown(old - half, new - half, path[:-1], root, False)
    return below and (NODE(path[-1], below[0]), NODE(path[-1], below[1]))


def continues(old, new, name, files):
    """Whether the proof of that name shows that a checkpoint goes on with another one."""
    if name not in files or old[0] != new[0] or not 0 < old[1] <= new[1]:
        return False
    first, *lines = files.read(name).decode("latin-1").split("\n")
    path = [b64(line, 32) for line in lines[:-1]]
    good = first == "old %d" % old[1] and lines and not lines[-1] and all(path) and len(path) <= 64
    return bool(good) and grown(old[1], new[1], path, old[2]) == (old[2], new[2])


def walk(start, end, leaves, hashes):
    """The rule of proofs/tree, see docs/bundle.md; None when the hashes run out."""
    if leaves.next is None or leaves.next[0] >= end:
        return b64(next(hashes, b"").decode("latin-1"), 32)
    if end - start == 1:
        return leaves.take()
    middle = start + (1 << (end - start - 1).bit_length() - 1)
    left = walk(start, middle, leaves, hashes)
    right = walk(middle, end, leaves, hashes) if left else None
    return NODE(left, right) if right else None


# --- records --------------------------------------------------------------------------------------
def shaped(one, depth=1):
    """No more than 16 deep, and members named as members are."""
    if isinstance(one, dict):
        return (depth <= 16 and all(map(MEMBER.fullmatch, one))
                and all(shaped(each, depth + 1) for each in one.values()))
    return not isinstance(one, list) or (
        depth <= 16 and all(shaped(each, depth + 1) for each in one))


def is_time(text):
    """Whether there is such a moment."""
    found = TIME.fullmatch(text)
    try:
        year, *rest = map(int, found.groups()) if found else (0, 0)
        return bool(datetime.datetime(year or 4, *rest))
    except (ValueError, TypeError):
        return False


def canonical(raw):
    """The object behind the one form of a JSON text without numbers; None for any other text."""
    def refuse(text):
        raise ValueError(text)
    try:
        one = json.loads(raw.decode(), parse_int=refuse, parse_float=refuse, parse_constant=refuse)
        again = json.dumps(one, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        good = again.encode("utf-8") == raw and isinstance(one, dict) and shaped(one)
        return one if good else None
    except (ValueError, RecursionError):
        return None


def scan(line):
    """A record in its one form; None for anything else."""
    def has(one, names):
        return isinstance(one, dict) and tuple(sorted(one)) == names
    def text(*values):
        return all(isinstance(value, str) for value in values)
    def number(value):
        return text(value) and NUMBER.fullmatch(value) and int(value) < 1 << 63
    one = canonical(line)
    if len(line) > 32768 or not has(one, MEMBERS):
        return None
    agg, by, node, org, hashes = one["agg"], one["by"], one["node"], one["org"], [one["prev"]]
    good = (has(agg, ("id", "seq", "type")) and has(by, ("id", "kind", "via"))
            and has(node, ("id", "seq")) and isinstance(one["data"], dict)
            and isinstance(one["parts"], list) and (org is None or has(org, ("id", "prev", "seq"))))
    if not good:
        return None
    numbers = [agg["seq"], node["seq"], one["pos"], one["rev"]]
    texts = [agg["id"], agg["type"], by["id"], by["via"], node["id"], one["id"], one["type"]]
    texts += [one[name] for name in ("call", "cause", "corr") if one[name] is not None]
    for part in one["parts"]:
        if not has(part, ("c", "d", "k", "l", "m", "n", "r")):
            return None
        hashes += [part["c"], part["d"]]
        numbers.append(part["l"])
        if not text(part["k"], part["m"], part["n"], part["r"]):
            return None
        key = KEY.fullmatch(part["k"])
        if not (key and max(int(key[4]), int(key[5])) < 1 << 31 and MEDIA.fullmatch(part["m"])
                and PART.fullmatch(part["n"]) and re.fullmatch(RETENTION, part["r"])):
            return None
    if org:
        hashes.append(org["prev"])
        numbers.append(org["seq"])
        texts.append(org["id"])
    good = (text(*texts) and all(map(number, numbers)) and one["rev"] != "0" and one["v"] == "1"
            and text(one["at"], one["log"], *hashes) and is_time(one["at"])
            and ORIGIN.fullmatch(one["log"]) and all(map(HASH.fullmatch, hashes))
            and by["kind"] in ("virtual_key", "user", "service", "system"))
    return one if good else None


class Manifest:
    """What the bundle says it is."""

    def __init__(self, raw):
        try:
            one = canonical(raw)
            need(one, "manifest.json: form")
            scope, self.log, self.org = one["scope"], one["log"], one["organization"]
            need((one["format"], one["redacted"]) == ("evidence/v1", "others")
                 and isinstance(self.log, str) and isinstance(self.org or "", str),
                 "manifest.json: format")
            kind = scope["kind"]
            need(kind in ABOUT, "manifest.json: scope %s" % kind)
            self.about, self.start = ABOUT[kind], scope["from"]
            self.open, self.withheld = self.strings(one, "open"), self.strings(one, "withheld")
            several = kind == "calls"
            need(scope["id" if several else "ids"] is None, "manifest.json: id and ids")
            self.named = self.strings(scope, "ids") if several else {scope["id"]}
            need(self.named and all(isinstance(name, str) for name in self.named),
                 "manifest.json: id")
            period = [scope["from"], scope["to"]]
            if self.about:
                need(period == [None, None], "manifest.json: a period")
            else:
                need(scope["id"] == self.org, "manifest.json: organization of the scope")
                need(all(map(is_time, period)) and period[0] < period[1], "manifest.json: period")
            self.scope = kind + ":" + (str(len(self.named)) if several else scope["id"])
            if not self.about:
                self.scope, self.named = "%s[%s,%s)" % (self.scope, *period), set()
            self.disclosed = self.parts(one, "disclosed")
            self.salts = self.parts(one, "salts") if "salts" in one else set()
            need(not self.disclosed & self.salts, "manifest.json: a part in disclosed and in salts")
        except (KeyError, TypeError, AttributeError) as failure:
            raise Malformed("manifest.json: %r" % failure)

    @staticmethod
    def strings(one, member):
        strings = one[member]
        need(isinstance(strings, list) and all(isinstance(each, str) for each in strings)
             and len(set(strings)) == len(strings), "manifest.json: " + member)
        return set(strings)

    @staticmethod
    def parts(one, member):
        need(isinstance(one[member], list), "manifest.json: " + member)
        parts = [(part["pos"], part["name"]) for part in one[member]]
        need(all(isinstance(text, str) for part in parts for text in part)
             and len(set(parts)) == len(parts), "manifest.json: " + member)
        return {"%s/%s" % part for part in parts}


class Parts:
    """Disclosed texts and salts, each against what its record committed to."""

    def __init__(self, files, manifest):
        self.files, self.texts, self.salts = files, manifest.disclosed, manifest.salts
        self.unused = {name for name in files.names if name.startswith("parts/")}

    def taken(self, file):
        found = file in self.unused
        self.unused.discard(file)
        return found

    def salt(self, file):
        with self.files.open(file) as data:
            salt = data.read(33)
        need(len(salt) == 32, file + ": not 32 bytes")
        return salt

    def follow(self, pos, one):
        for part in one["parts"]:
            key = "%d/%s" % (pos, part["n"])
            file = "parts/" + key
            if self.taken(file + ".blob"):
                check(self.files.sha256(file + ".blob") == part["d"], 51, file + ".blob")
            if key in self.texts:
                self.texts.remove(key)
                self.check_text(file, part)
            if key in self.salts:
                self.salts.remove(key)
                if self.taken(file + ".salt"):
                    self.salt(file + ".salt")
                else:
                    fail(60, file + ".salt")

    def check_text(self, file, part):
        there = [self.taken(file + ".txt"), self.taken(file + ".salt")]
        check(all(there), 60, file)
        if all(there):
            name = part["n"].encode()
            before = b"evidence-part/v1\n" + self.salt(file + ".salt") + bytes([len(name)]) + name
            check(self.files.sha256(file + ".txt", before) == part["c"], 50, file + ".txt")

    def finish(self):
        for key in sorted(self.texts | self.salts):
            fail(60, "parts/" + key)
        for file in sorted(self.unused):
            fail(50, file + ": not disclosed by the manifest")


class Leaves:
    """Records and withheld leaves in the order of the log, each checked as it passes."""

    def __init__(self, files, origin, manifest):
        self.parts = Parts(files, manifest)
        self.origin, self.org, self.start = origin, manifest.org, manifest.start
        self.about, self.named, self.open = manifest.about, manifest.named, manifest.open
        self.stories, self.chain, self.before, self.next, self.held = {}, None, None, None, []
        self.free, self.count, self.at, self.waiting = [], 0, "", 0
        withheld = files.lines("withheld.jsonl", 512) if "withheld.jsonl" in files else []
        self.source = self.merge(map(self.shown, files.lines("events.jsonl", 65536)),
                                 filter(None, map(self.withheld, withheld)))
        self.step()

    def shown(self, line):
        """(position or -1, leaf, record or None)"""
        if line.startswith(b"\xef\xbb\xbf"):
            fail(31, "events.jsonl: a byte order mark")
            line = line[3:]
        if line.endswith(b"\r"):
            fail(31, "events.jsonl: a carriage return")
            line = line[:-1]
        one = scan(line)
        check(one, 31, "events.jsonl: %s" % line[:80])
        rough = re.findall(rb'"pos":"(0|[1-9][0-9]{0,17})",', line)
        pos = int(one["pos"]) if one else int(rough[-1]) if rough else -1
        return pos, H(b"\0", line), one

    def withheld(self, line):
        found = WITHHELD.fullmatch(line)
        check(found, 31, "withheld.jsonl: %s" % line[:80])
        return found and (int(found[2]), bytes.fromhex(found[1].decode()), False)

    def merge(self, shown, held):
        one, other = next(shown, None), next(held, None)
        while one or other:
            if other and (not one or other[0] < one[0]):
                yield other
                other = next(held, None)
            else:
                yield one
                one = next(shown, None)

    def step(self):
        self.next = next(self.source, None)

    def take(self):
        pos, leaf, one = self.next
        if one is False:
            self.free.append(len(self.held))
            self.held.append(pos)
        elif one:
            self.check(pos, leaf, one)
        if self.before and pos >= 0:
            check(pos > self.before[0], 30, "%d: order of positions" % pos)
        self.before, self.count = (pos, leaf), self.count + 1
        self.step()
        return leaf

    def gap(self, last, missing, what):
        """Records kept back behind `last` explain what is missing."""
        held = len(self.held) - bisect.bisect_right(self.held, last)
        check(held >= missing, 33, what)

    def first_free(self, at):
        """The first one at or behind it that explains nothing yet."""
        while at < len(self.held) and self.free[at] != at:
            if self.free[at] < len(self.held):
                self.free[at] = self.free[self.free[at]]
            at = self.free[at]
        return at

    def story_gap(self, last, missing, what):
        """Each record kept back explains one that a story lacks, and no other. As gaps come in the
        order in which they end, taking the first ones leaves as many as can be."""
        at = self.first_free(bisect.bisect_right(self.held, last))
        while missing > 0 and at < len(self.held):
            self.free[at] = at + 1
            at, missing = self.first_free(at), missing - 1
        check(missing <= 0, 33, what)

    def check(self, pos, leaf, one):
        org, agg, what = one["org"], one["agg"], "%d: %s" % (pos, one["agg"]["id"])
        check(one["log"] == self.origin, 31, "%d: of another log" % pos)
        check(org is None or org["id"] == self.org, 31, "%d: organization" % pos)
        check(agg["type"] != "call" or one["call"] == agg["id"], 31, "%d: call" % pos)
        if self.before and self.before[0] == pos - 1 and pos > 0:
            check(one["prev"] == self.before[1].hex(), 32, "%d: prev" % pos)
        check(self.at <= one["at"], 41, "%d: at" % pos)
        self.parts.follow(pos, one)
        self.at = one["at"]
        if org:
            self.check_chain(pos, leaf, one, org)
        named = agg["type"] == self.about and agg["id"] in self.named
        check(agg["type"] != "call" or named or not self.about, 31, what + ": not asked for")
        if named or (org and not self.about):
            self.check_story(pos, one, named, what)

    def check_chain(self, pos, leaf, one, org):
        seq, whole = int(org["seq"]), not self.about
        if not self.chain:
            if whole and (self.start is None or one["at"] >= self.start):
                self.gap(-1, seq, "%d: first record" % pos)
        elif seq <= self.chain[0]:
            check(False, 32, "%d: org.seq" % pos)
        elif seq == self.chain[0] + 1:
            check(org["prev"] == self.chain[2].hex(), 32, "%d: org.prev" % pos)
        elif whole:
            self.gap(self.chain[1], seq - self.chain[0] - 1, "%d: org.seq" % pos)
        self.chain = (seq, pos, leaf)

    def check_story(self, pos, one, named, what):
        key, seq, kind = (one["agg"]["type"], one["agg"]["id"]), int(one["agg"]["seq"]), one["type"]
        kind = kind if key[0] == "call" else None
        known = self.stories.get(key)
        if known:
            unseen = kind == LATE and known[2] is None and seq > known[0] + 1
            check(known[2] == (ABANDONED if kind == LATE else None) or unseen, 33, what)
            check(seq > known[0], 33, what)
            self.story_gap(known[1], max(0, seq - known[0] - 1), what)
        elif named:
            self.story_gap(-1, seq, what)
        self.stories[key] = (seq, pos, kind if kind in ENDS else None)
        if not named and kind in ENDS - {ABANDONED}:
            del self.stories[key]

    def finish(self):
        """How many calls are open as they are said to be."""
        for name in sorted(self.named):
            story = self.stories.get((self.about, name))
            check(story, 33, name + ": absent")
            if story and self.about == "call" and not story[2]:
                if name in self.open:
                    self.waiting += 1
                else:
                    self.story_gap(story[1], 1, name + ": no end")
        self.parts.finish()
        return self.waiting


# --- the whole ------------------------------------------------------------------------------------
def check_known(known, keys, checkpoint, latest, files):
    """That a checkpoint which somebody holds is of this history; what is missing to show it."""
    with open(known, "rb") as file:
        held = check_note("--known", file.read(), keys)
    if not held:
        return None
    if held[0] != latest[0]:
        fail(21, "--known: of another log")
    elif held[1] == checkpoint[1]:
        check(held[2] == checkpoint[2], 23, "--known")
    elif held[1] >= latest[1]:
        check(held == latest, 23, "--known: not of log/latest's history")
    else:
        name = "log/consistency-known-%d" % held[1]
        if name not in files:
            return "missing " + name + ": ask for an export with this checkpoint"
        check(continues(held, latest, name, files), 23, "--known")
    return None


def check_checkpoints(files, keys, known):
    """The checkpoint that records are proven against, None without one; and what is missing."""
    note = files.read("log/checkpoint")
    checkpoint = check_note("log/checkpoint", note, keys)
    if "log/checkpoint.signed" in files:
        signed = files.read("log/checkpoint.signed")
        check(note.startswith(signed), 20, "log/checkpoint.signed")
        if note.startswith(signed) and note != signed:
            stamped = check_note("log/checkpoint.signed", signed, keys)
            check(not stamped or stamped == checkpoint, 20, "log/checkpoint.signed")
    if not checkpoint or "log/latest" not in files:
        return checkpoint, None
    newest = files.read("log/latest")
    latest = checkpoint if newest == note else check_note("log/latest", newest, keys)
    if not latest:
        return checkpoint, None
    check(continues(checkpoint, latest, "log/consistency-latest", files), 23, "log/latest")
    return checkpoint, known and check_known(known, keys, checkpoint, latest, files)


def check_tree(files, leaves, checkpoint):
    hashes = files.lines("proofs/tree", 64)
    check(next(hashes, None) == b"affidavit/tree-proof@v1", 30, "proofs/tree: another format")
    if checkpoint:
        root = walk(0, checkpoint[1], leaves, hashes)
        more = leaves.next
    while leaves.next:
        leaves.take()
    if checkpoint:
        check(root == checkpoint[2] and not more and next(hashes, None) is None, 30, "proofs/tree")
    return 1


def check_each(files, leaves, checkpoint):
    note, used = files.read("log/checkpoint") if checkpoint else b"", 0
    while leaves.next:
        pos = leaves.next[0]
        name, leaf = "proofs/%d.tlog-proof" % pos, leaves.take()
        used += name in files
        if checkpoint:
            head, _, proven = (files.read(name) if name in files else b"").partition(b"\n\n")
            first, index, *path = (head.decode("latin-1") or "\n").split("\n") + [""]
            path = [b64(line, 32) for line in path[:-1]]
            good = ((first, index) == ("c2sp.org/tlog-proof@v1", "index %d" % pos)
                    and proven == note and all(path) and pos < checkpoint[1])
            check(good and climb(leaf, pos, checkpoint[1], path) == checkpoint[2], 30,
                  "%d: no proof that leads to log/checkpoint" % pos)
    return used


def check_bundle(root, policy, known):
    """What is proven, and lines of what is missing."""
    files, missing, checkpoint, leaves, scope = Files(root), [], None, None, "-"
    check_files(files)
    timed = False
    if "log/checkpoint" in files:
        with open(policy, "rb") if policy else files.open("trust/policy") as file:
            keys, timed = parse_policy(file.read().decode("utf-8", "replace"))
        if keys:
            checkpoint, unproven = check_checkpoints(files, keys, known)
            missing += [unproven] if unproven else []
        else:
            fail(2, "policy")
    if "manifest.json" in files and "events.jsonl" in files:
        manifest = Manifest(files.read("manifest.json"))
        check(not checkpoint or manifest.log == checkpoint[0], 21, "manifest.json: log")
        leaves = Leaves(files, checkpoint[0] if checkpoint else manifest.log, manifest)
        used = (check_tree if "proofs/tree" in files else check_each)(files, leaves, checkpoint)
        check(sum(name.startswith("proofs/") for name in files.names) == used, 30, "proofs")
        check(manifest.withheld or not leaves.held, 60, "withheld.jsonl: the manifest is silent")
        scope = manifest.scope
        if leaves.finish():
            missing.append("calls that have no end yet: %d" % leaves.waiting)
    if timed:
        missing.append("the policy demands a third party's time, which is not checked here")
    return checkpoint, leaves.count if leaves else 0, missing, scope


def main(arguments):
    given = {"--policy": None, "--known": None}
    for option in given:
        if option in arguments:
            at = arguments.index(option)
            given[option] = arguments[at + 1]
            del arguments[at:at + 2]
    root = arguments[0] if arguments else "."
    checkpoint, count, missing, scope = None, 0, [], "-"
    try:
        checkpoint, count, missing, scope = check_bundle(root, given["--policy"], given["--known"])
    except Malformed as failure:
        fail(2, str(failure))
    except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError) as failure:
        fail(2, "%s: %s" % (type(failure).__name__, failure))
    for code, what in FAILED:
        print(plain("FAIL %d %s" % (code, what)))
        return code
    print("not checked: CMS and time-stamp signatures, ML-DSA signatures")
    for what in missing:
        print("MISSING " + what)
    print(plain("OK size=%d root=%s events=%d scope=%s trust=bundle" % (
        checkpoint[1], checkpoint[2].hex(), count, scope)))
    return 4 if missing else 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
