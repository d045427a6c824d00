#!/usr/bin/env python3
"""Checks an Affidavit bundle that was unpacked: verify.py [DIR] [--policy FILE] [--known FILE]

Python's standard library alone. Exit 3: nothing fails. 2 malformed, 4 no proof from --known, 10 file digest, 20 checkpoint
signature, 21 unknown log, 23 split view, 30 inclusion, 31 record form, 32 chain, 33 incomplete,
41 time order, 50 commitment, 51 ciphertext, 60 unexplained absence.
Not checked here: CMS and time-stamp signatures (openssl, see VERIFY.md), ML-DSA signatures (-44 under
checkpoints, -65 over SHA256SUMS).
"""
import base64, bisect, hashlib, json, os, re, sys

H = lambda *parts: hashlib.sha256(b"".join(parts)).digest()
NODE = lambda left, right: H(b"\1", left, right)
LATE, ABANDONED = "call.concluded_late", "call.abandoned"
ENDS = {"call.completed", "call.failed", "call.refused", ABANDONED, LATE}
ABOUT = {"call": "call", "calls": "call", "key": "virtual_key", "limit": "limit",
         "organization": None}
WITHHELD = re.compile(rb'{"leaf":"([0-9a-f]{64})","pos":"(0|[1-9][0-9]{0,17})",'
                      rb'"reason":"[a-z_-]{1,64}"}')


class Failure(Exception):
    pass


def need(good, code, what):
    if not good:
        raise Failure(code, what)


def b64(text, code=2):
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raise Failure(code, "base64 " + text)
    need(base64.b64encode(raw).decode() == text, code, "base64 " + text)
    return raw


# --- Ed25519 (RFC 8032 §5.1.7) --------------------------------------------------------------------
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def point(raw):
    y, sign = int.from_bytes(raw, "little") & (2**255 - 1), raw[31] >> 7
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    x = x if (x * x - x2) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    need(y < P and (x * x - x2) % P == 0, 20, "a point of the signature")
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
    base = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    s = int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    mine, told = times(s, base), plus(point(signature[:32]), times(k, point(key)))
    return len(signature) == 64 and s < L and all(
        (mine[i] * told[2] - told[i] * mine[2]) % P == 0 for i in (0, 1))


# --- files ----------------------------------------------------------------------------------------
def check_files(root):
    listed, last = {}, b""
    for line in open(os.path.join(root, "SHA256SUMS"), encoding="ascii").read().splitlines():
        found = re.fullmatch(r"([0-9a-f]{64})  ([A-Za-z0-9._/-]+)", line)
        need(found and ".." not in line and found[2].encode() > last, 2, "SHA256SUMS: " + line)
        listed[found[2]], last = found[1], found[2].encode()
    there = {os.path.relpath(os.path.join(at, name), root).replace(os.sep, "/")
             for at, _, names in os.walk(root) for name in names}
    signatures = {"SHA256SUMS", "SHA256SUMS.p7s", "SHA256SUMS.p7s.tsr",
                  "SHA256SUMS.ml-dsa-65.p7s"}
    need(there - signatures == set(listed), 2,
         "files: " + ", ".join(sorted((there - signatures) ^ set(listed))))
    for name, digest in listed.items():
        with open(os.path.join(root, name), "rb") as file:
            sha256 = hashlib.sha256()
            for chunk in iter(lambda: file.read(1 << 20), b""):
                sha256.update(chunk)
        need(sha256.hexdigest() == digest, 10, name)
    return listed


# --- notes and proofs -----------------------------------------------------------------------------
def check_note(note, keys):
    """(origin, size, root) of a checkpoint that each Ed25519 key for its size has signed."""
    body, _, lines = note.partition("\n\n")
    origin, size, root = body.split("\n")
    need(origin in keys, 21, origin)
    valid = [key for key, first, end in keys[origin] if first <= int(size) < end]
    need(valid, 20, origin + ": no Ed25519 key to check size " + size + " by")
    for key in valid:
        mark = H(origin.encode(), b"\n\1", key)[:4]
        signed = [b64(line.split(" ")[2], 20) for line in lines.splitlines()
                  if line.startswith("\u2014 " + origin + " ")]
        mine = [raw[4:] for raw in signed if raw[:4] == mark]
        need(mine and all(ed25519(key, (body + "\n").encode(), one) for one in mine), 20, origin)
    return origin, int(size), b64(root, 20)


def climb(leaf, index, size, path):
    """Root from an audit path (RFC 6962 §2.1.1); the path is used up from its end."""
    if size == 1:
        need(not path, 30, "a hash too many")
        return leaf
    need(path, 30, "a hash too few")
    half = 1 << (size - 1).bit_length() - 1
    if index < half:
        return NODE(climb(leaf, index, half, path[:-1]), path[-1])
    return NODE(path[-1], climb(leaf, index - half, size - half, path[:-1]))


def grown(old, new, path, root, whole=True):
    """Roots of both trees from a consistency proof (RFC 6962 §2.1.2)."""
    if old == new:
        need(len(path) == (0 if whole else 1), 23, "a hash too many or too few")
        return (root, root) if whole else (path[0], path[0])
    half = 1 << (new - 1).bit_length() - 1
    if old <= half:
        first, second = grown(old, half, path[:-1], root, whole)
        return first, NODE(second, path[-1])
    first, second = grown(old - half, new - half, path[:-1], root, False)
    return NODE(path[-1], first), NODE(path[-1], second)


def walk(start, end, leaves, hashes):
    """The rule of proofs/tree, see docs/bundle.md."""
    if leaves.next is None or leaves.next[0] >= end:
        return b64(next(hashes), 30)
    if end - start == 1:
        return leaves.take()
    middle = start + (1 << (end - start - 1).bit_length() - 1)
    left = walk(start, middle, leaves, hashes)
    return NODE(left, walk(middle, end, leaves, hashes))


# --- parts ----------------------------------------------------------------------------------------
class Parts:
    """Disclosed texts and salts, each against what its record committed to."""

    def __init__(self, root, manifest, listed):
        self.root, self.files = root, {name for name in listed if name.startswith("parts/")}
        self.texts = self.named(manifest["disclosed"])
        self.salts = self.named(manifest.get("salts", []))
        need(not self.texts & self.salts, 2, "manifest.json: a part in disclosed and in salts")

    def named(self, parts):
        names = ["%s/%s" % (part["pos"], part["name"]) for part in parts]
        need(len(set(names)) == len(names), 2, "manifest.json: a part twice")
        return set(names)

    def taken(self, file):
        found = file in self.files
        self.files.discard(file)
        return found

    def digest(self, file, *before):
        sha256 = hashlib.sha256(b"".join(before))
        with open(os.path.join(self.root, file), "rb") as data:
            for chunk in iter(lambda: data.read(1 << 20), b""):
                sha256.update(chunk)
        return sha256.hexdigest()

    def salt(self, file):
        with open(os.path.join(self.root, file), "rb") as data:
            salt = data.read(33)
        need(len(salt) == 32, 2, file + ": not 32 bytes")
        return salt

    def follow(self, pos, one, later):
        for part in one.get("parts", []):
            name = part["n"]
            key, file = "%d/%s" % (pos, name), "parts/%d/%s" % (pos, name)
            if self.taken(file + ".blob"):
                later(self.digest(file + ".blob") == part["d"], 51, file + ".blob")
            if key in self.salts:
                self.salts.remove(key)
                salted = self.taken(file + ".salt")
                later(salted, 60, file + ".salt")
                if salted:
                    self.salt(file + ".salt")
            if key in self.texts:
                self.texts.remove(key)
                there = [self.taken(file + ".txt"), self.taken(file + ".salt")]
                later(all(there), 60, file)
                if all(there):
                    found = self.digest(file + ".txt", b"evidence-part/v1\n",
                                        self.salt(file + ".salt"),
                                        bytes([len(name)]), name.encode())
                    later(found == part["c"], 50, file + ".txt")

    def finish(self, later):
        for key in sorted(self.texts | self.salts):
            later(False, 60, "parts/" + key)
        for file in sorted(self.files):
            later(False, 50, file + ": not disclosed by the manifest")


# --- records --------------------------------------------------------------------------------------
class Leaves:
    """Records and withheld leaves in the order of the log, each checked as it passes."""

    def __init__(self, root, origin, manifest, listed):
        self.parts = Parts(root, manifest, listed)
        self.origin, self.org, self.scope = origin, manifest["organization"], manifest["scope"]
        need(self.scope["kind"] in ABOUT, 2, "manifest.json: scope %s" % self.scope["kind"])
        self.about, self.named = ABOUT[self.scope["kind"]], set()
        if self.about:
            self.named = set(self.scope["ids"] or [self.scope["id"]])
        else:
            need(self.scope["id"] == self.org, 2, "manifest.json: organization of the scope")
        self.open, self.stories, self.chain, self.count = manifest["open"], {}, None, 0
        self.before, self.next, self.held, self.failure = None, None, [], None
        self.missing, self.at = 0, ""
        shown = self.lines(root, "events.jsonl", self.shown)
        held = self.lines(root, "withheld.jsonl", self.withheld)
        self.source = self.merge(shown, held)
        self.step()

    def lines(self, root, name, read):
        if os.path.exists(os.path.join(root, name)):
            with open(os.path.join(root, name), "rb") as file:
                for line in file:
                    need(line.endswith(b"\n"), 31, name + ": no newline at its end")
                    yield read(line[:-1])

    def shown(self, line):
        one = self.canonical(line)
        need(re.fullmatch("0|[1-9][0-9]{0,17}", one["pos"]), 31, "pos " + one["pos"])
        return int(one["pos"]), H(b"\0", line), one

    def withheld(self, line):
        found = WITHHELD.fullmatch(line)
        need(found, 31, "withheld.jsonl: " + str(line[:80]))
        return int(found[2]), bytes.fromhex(found[1].decode()), None

    def canonical(self, line):
        def refuse(text):
            raise Failure(31, "a number in " + str(line[:80]))
        try:
            one = json.loads(line.decode(), parse_int=refuse, parse_float=refuse,
                             parse_constant=refuse)
        except ValueError:
            raise Failure(31, str(line[:80]))
        again = json.dumps(one, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        need(again.encode("utf-8", "replace") == line, 31, str(line[:80]))
        return one

    def merge(self, shown, held):
        one, other = next(shown, None), next(held, None)
        while one or other:
            if other is None or (one and one[0] < other[0]):
                yield one
                one = next(shown, None)
            else:
                yield other
                other = next(held, None)

    def step(self):
        last, self.next = self.next, next(self.source, None)
        need(not last or not self.next or last[0] < self.next[0], 30, "order of positions")

    def take(self):
        pos, leaf, one = self.next
        if one:
            self.check(pos, leaf, one)
        else:
            self.held.append(pos)
        self.before, self.count = (pos, leaf), self.count + 1
        self.step()
        return leaf

    def later(self, good, code, what):
        """What counts only where every proof holds."""
        if not good and (self.failure is None or code < self.failure.args[0]):
            self.failure = Failure(code, what)

    def gap(self, last, missing, what):
        """Records kept back behind `last` explain what is missing."""
        held = len(self.held) - bisect.bisect_right(self.held, last)
        self.later(held >= missing, 33, what)

    def story_gap(self, last, missing, what):
        """Each record kept back explains one that a story lacks, and no other."""
        self.missing += missing
        self.gap(last, missing, what)
        self.later(self.missing <= len(self.held), 33, what)

    def check(self, pos, leaf, one):
        org, agg, what = one["org"], one["agg"], "%d: %s" % (pos, one["agg"]["id"])
        self.parts.follow(pos, one, self.later)
        self.later(one["log"] == self.origin, 31, "%d: of another log" % pos)
        self.later(org is None or org["id"] == self.org, 31, "%d: organization" % pos)
        self.later(self.at <= one["at"], 41, "%d: at" % pos)
        self.at = one["at"]
        if self.before and self.before[0] == pos - 1:
            self.later(one["prev"] == self.before[1].hex(), 32, "%d: prev" % pos)
        if org:
            self.check_chain(pos, leaf, one, org)
        named = agg["type"] == self.about and agg["id"] in self.named
        if agg["type"] == "call":
            self.later(one["call"] == agg["id"], 31, "%d: call" % pos)
            self.later(named or not self.about, 31, what + ": not asked for")
        if named or (org and not self.about):
            self.check_story(pos, one, named, what)

    def check_chain(self, pos, leaf, one, org):
        seq, whole = int(org["seq"]), not self.about
        if not self.chain:
            if whole and one["at"] >= self.scope["from"]:
                self.gap(-1, seq, "%d: first record" % pos)
        elif seq <= self.chain[0]:
            self.later(False, 32, "%d: org.seq" % pos)
        elif seq == self.chain[0] + 1:
            self.later(org["prev"] == self.chain[2].hex(), 32, "%d: org.prev" % pos)
        elif whole:
            self.gap(self.chain[1], seq - self.chain[0] - 1, "%d: org.seq" % pos)
        self.chain = (seq, pos, leaf)

    def check_story(self, pos, one, named, what):
        key, seq, kind = (one["agg"]["type"], one["agg"]["id"]), int(one["agg"]["seq"]), one["type"]
        known = self.stories.get(key)
        if known:
            self.later(known[2] == (ABANDONED if kind == LATE else None), 33, what)
            self.later(seq > known[0], 33, what)
            self.story_gap(known[1], max(0, seq - known[0] - 1), what)
        elif named:
            self.story_gap(-1, seq, what)
        self.stories[key] = (seq, pos, kind if kind in ENDS else None)
        if not named and kind in ENDS - {ABANDONED}:
            del self.stories[key]

    def finish(self):
        for name in sorted(self.named):
            story = self.stories.get((self.about, name))
            self.later(story, 33, name + ": absent")
            if story and self.about == "call" and not story[2] and name not in self.open:
                self.story_gap(story[1], 1, name + ": no end")
        self.parts.finish(self.later)
        if self.failure:
            raise self.failure


def check_known(known, keys, checkpoint, latest, read, listed):
    """That a checkpoint which somebody holds is of this history; what is missing to show it."""
    origin, size, root_hash = held = check_note(open(known, encoding="utf-8").read(), keys)
    if held in (checkpoint, latest):
        return None
    need(origin == latest[0] and size < latest[1] and size != checkpoint[1], 23,
         "--known: not of log/latest's history")
    name = "log/consistency-known-%d" % size
    if name not in listed:
        return "missing " + name + ": ask for an export with this checkpoint"
    lines = read(name).splitlines()
    need(lines[0] == "old %d" % size, 23, name)
    path = [b64(line, 23) for line in lines[1:]]
    try:
        need(grown(size, latest[1], path, root_hash) == (root_hash, latest[2]), 23, "--known")
    except IndexError:
        raise Failure(23, name + ": too short")
    return None


def check_log(root, policy, known, listed):
    read = lambda name: open(os.path.join(root, name), encoding="utf-8").read()
    keys, valid = {}, (0, 1 << 63)
    for line in open(policy, encoding="utf-8").read().splitlines():
        found = re.fullmatch(r"# valid \[(\d+),(\d*)\)", line)
        if found:
            valid = int(found[1]), int(found[2] or 1 << 63)
        elif line.startswith("log "):
            name, _, key = line[4:].split("+", 2)
            keys.setdefault(name, [])
            if b64(key, 21)[0] == 1:
                keys[name].append((b64(key, 21)[1:], *valid))
        if not found:
            valid = 0, 1 << 63
    note = read("log/checkpoint")
    origin, size, root_hash = check_note(note, keys)
    signed = read("log/checkpoint.signed")
    need(note.startswith(signed) and "\n\n" in signed
         and check_note(signed, keys) == (origin, size, root_hash), 20, "log/checkpoint.signed")
    same, later, latest = check_note(read("log/latest"), keys)
    lines = read("log/consistency-latest").splitlines()
    need(same == origin and lines[0] == "old %d" % size and size <= later, 23, "log/latest")
    path = [b64(line, 23) for line in lines[1:]]
    try:
        need(grown(size, later, path, root_hash) == (root_hash, latest), 23, "log/latest")
    except IndexError:
        raise Failure(23, "log/consistency-latest: too short")
    missing = known and check_known(
        known, keys, (origin, size, root_hash), (same, later, latest), read, listed)
    manifest = json.loads(read("manifest.json"))
    again = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    need(again == read("manifest.json"), 2, "manifest.json: form")
    need((manifest["log"], manifest["format"], manifest["redacted"]) == (
        origin, "evidence/v1", "others"), 2, "manifest.json")
    leaves = Leaves(root, origin, manifest, listed)
    if "proofs/tree" in listed:
        hashes = iter(read("proofs/tree").splitlines())
        need(next(hashes) == "affidavit/tree-proof@v1", 30, "proofs/tree")
        try:
            need(walk(0, size, leaves, hashes) == root_hash, 30, "proofs/tree")
        except StopIteration:
            raise Failure(30, "proofs/tree: too short")
        need(next(hashes, None) is None and leaves.next is None, 30, "proofs/tree: left over")
    while leaves.next:
        pos = leaves.next[0]
        need(pos < size and "proofs/%d.tlog-proof" % pos in listed, 30, "%d: no proof" % pos)
        head, _, proven = read("proofs/%d.tlog-proof" % pos).partition("\n\n")
        first, index, *path = head.split("\n")
        need((first, index, proven) == ("c2sp.org/tlog-proof@v1", "index %d" % pos, note), 30, pos)
        path = [b64(line, 30) for line in path]
        need(climb(leaves.take(), pos, size, path) == root_hash, 30, pos)
    if "proofs/tree" not in listed:
        need(sum(name.startswith("proofs/") for name in listed) == leaves.count, 30, "proofs")
    leaves.finish()
    need(leaves.count, 31, "events.jsonl: empty")
    need(not missing, 4, missing)
    return "OK size=%d root=%s events=%d trust=bundle" % (size, root_hash.hex(), leaves.count)


def main(arguments):
    given = {"--policy": None, "--known": None}
    for option in given:
        if option in arguments:
            at = arguments.index(option)
            given[option] = arguments[at + 1]
            del arguments[at:at + 2]
    root = arguments[0] if arguments else "."
    try:
        listed = check_files(root)
        policy = given["--policy"] or os.path.join(root, "trust", "policy")
        told = check_log(root, policy, given["--known"], listed)
    except Failure as failure:
        print("FAIL %s %s" % failure.args)
        return failure.args[0]
    except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError) as failure:
        print("FAIL 2 %s: %s" % (type(failure).__name__, failure))
        return 2
    print("not checked: CMS and time-stamp signatures, ML-DSA signatures")
    print(told)
    return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
