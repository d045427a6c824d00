"""Test vectors of evidence/v1, computed from raw bytes with the standard library alone.

This is the second implementation: it shares no line with the Java one, not even a cipher. It
prints the vectors as JSON; the copy under resources/evidence must equal what it prints.

    python3 vectors.py > ../resources/evidence/vectors.json
"""

import base64
import hashlib
import hmac
import json

ORIGIN = "gw.example/0123456789abcdef/2026"
NODE = "n_5f1c0a9be3d7"
ZEROS = "0" * 64


def sha256(*pieces):
    return hashlib.sha256(b"".join(pieces)).digest()


def counted(start, length):
    """Recognizable filler for keys, salts and nonces."""
    return bytes((start + i) % 256 for i in range(length))


# Chain and tree (RFC 6962 section 2.1)

def genesis(origin):
    return sha256(b"evidence-genesis/v1\n", origin.encode(), b"\n")


def leaf(record):
    return sha256(b"\x00", record)


def root(leaves):
    if not leaves:
        return sha256()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01", root(leaves[:split]), root(leaves[split:]))


# AES-256-GCM (FIPS 197, NIST SP 800-38D)

def xtime(a):
    return ((a << 1) ^ 0x11B) & 0xFF if a & 0x80 else a << 1


def gf_multiply(a, b):
    product = 0
    while b:
        if b & 1:
            product ^= a
        a, b = xtime(a), b >> 1
    return product


def make_sbox():
    box = []
    for value in range(256):
        inverse = 1
        for _ in range(254):
            inverse = gf_multiply(inverse, value)
        turned = inverse
        for shift in range(1, 5):
            turned ^= ((inverse << shift) | (inverse >> (8 - shift))) & 0xFF
        box.append(turned ^ 0x63)
    return box


SBOX = make_sbox()


def round_keys(key):
    words = [list(key[i:i + 4]) for i in range(0, 32, 4)]
    rcon = 1
    for i in range(8, 60):
        word = list(words[-1])
        if i % 8 == 0:
            word = [SBOX[b] for b in word[1:] + word[:1]]
            word[0] ^= rcon
            rcon = xtime(rcon)
        elif i % 8 == 4:
            word = [SBOX[b] for b in word]
        words.append([a ^ b for a, b in zip(word, words[i - 8])])
    return [sum(words[i:i + 4], []) for i in range(0, 60, 4)]


def aes_block(keys, block):
    state = [a ^ b for a, b in zip(block, keys[0])]
    for number in range(1, 15):
        state = [SBOX[b] for b in state]
        state = [state[(i + 4 * (i % 4)) % 16] for i in range(16)]
        if number < 14:
            state = [
                xtime(state[i]) ^ xtime(state[j]) ^ state[j] ^ state[k] ^ state[m]
                for i, j, k, m in (
                    (4 * c + r, 4 * c + (r + 1) % 4, 4 * c + (r + 2) % 4, 4 * c + (r + 3) % 4)
                    for c in range(4) for r in range(4))
            ]
        state = [a ^ b for a, b in zip(state, keys[number])]
    return bytes(state)


def ghash(h, data):
    total = 0
    for i in range(0, len(data), 16):
        factor = total ^ int.from_bytes(data[i:i + 16], "big")
        total, power = 0, h
        for bit in range(127, -1, -1):
            if factor >> bit & 1:
                total ^= power
            power = (power >> 1) ^ (0xE1 << 120 if power & 1 else 0)
    return total


def padded(data):
    return data + bytes(-len(data) % 16)


def aes_gcm(key, iv, plain, aad):
    keys = round_keys(key)
    cipher = b""
    for i in range(0, len(plain), 16):
        stream = aes_block(keys, iv + (2 + i // 16).to_bytes(4, "big"))
        cipher += bytes(a ^ b for a, b in zip(plain[i:i + 16], stream))
    lengths = (8 * len(aad)).to_bytes(8, "big") + (8 * len(cipher)).to_bytes(8, "big")
    tag = ghash(int.from_bytes(aes_block(keys, bytes(16)), "big"),
                padded(aad) + padded(cipher) + lengths)
    mask = int.from_bytes(aes_block(keys, iv + b"\x00\x00\x00\x01"), "big")
    return cipher + (tag ^ mask).to_bytes(16, "big")


# Parts

def part_key(subject_key, epoch_key, event_id, name):
    pseudorandom = hmac.digest(event_id.encode(), subject_key + epoch_key, "sha256")
    info = b"evidence-part-key/v1\n" + name.encode()
    return hmac.digest(pseudorandom, info + b"\x01", "sha256")


def commitment(salt, name, text):
    return sha256(b"evidence-part/v1\n", salt, bytes([len(name)]), name.encode(), text)


def part(number, event_id, key_ref, name, media_type, text, keep_text):
    subject_key, epoch_key = counted(16 * number, 32), counted(16 * number + 100, 32)
    salt, iv = counted(7 * number + 40, 32), counted(5 * number + 200, 12)
    key = part_key(subject_key, epoch_key, event_id, name)
    aad = "".join(
        line + "\n" for line in ("evidence-aad/v1", ORIGIN, event_id, name, key_ref)).encode()
    plain = salt + (text.encode() if keep_text else b"")
    blob = b"\x01" + iv + aes_gcm(key, iv, plain, aad)
    return {
        "event_id": event_id,
        "key_ref": key_ref,
        "name": name,
        "media_type": media_type,
        "text": text,
        "keep_text": keep_text,
        "subject_key": subject_key.hex(),
        "epoch_key": epoch_key.hex(),
        "salt": salt.hex(),
        "iv": iv.hex(),
        "commitment": commitment(salt, name, text.encode()).hex(),
        "part_key": key.hex(),
        "blob": blob.hex(),
        "digest": sha256(blob).hex(),
    }


def entry(sealed):
    return {
        "c": sealed["commitment"],
        "d": sealed["digest"],
        "k": sealed["key_ref"],
        "l": str(len(sealed["blob"]) // 2),
        "m": sealed["media_type"],
        "n": sealed["name"],
        "r": sealed["key_ref"].split("/")[2],
    }


# Verifier keys (C2SP signed-note, tlog-cosignature)

def verifier_key(name, tag, key):
    tagged = bytes([tag]) + key
    key_id = sha256(name.encode(), b"\n", tagged)[:4]
    return name + "+" + key_id.hex() + "+" + base64.b64encode(tagged).decode()


# The sample log

ED25519, ML_DSA_44 = counted(1, 32), counted(3, 1312)
VERIFIER_KEYS = [verifier_key(ORIGIN, 1, ED25519), verifier_key(ORIGIN, 6, ML_DSA_44)]
IDS = ["0199b3c2-7f00-7%03x-8123-456789abcd%02x" % (n, n) for n in range(7)]
CALL = "0199b3c2-8000-7000-9aaa-bbbbccccdddd"
CORRELATION = "0199b3c2-7fff-7000-8fff-eeeeddddcccc"
PARTS = [
    part(1, IDS[1], "acme/202611/ops-90d/1:acme/1", "name", "text/plain;charset=utf-8",
         "Acme \u20ac \U0001F680", True),
    part(2, IDS[3], "acme/202611/ops-90d/1:acme/1", "request", "application/json",
         '{"model":"demo","messages":[]}', False),
    part(3, IDS[3], "acme/202611/sec-6y/12:s_5f0c9a1b2d3e4f60718293a4b5c6d7e8/3", "metadata",
         "application/json", "", True),
]
OPERATOR = {"id": "operator", "kind": "service", "via": "admin"}
SYSTEM = {"id": "gateway", "kind": "system", "via": "system"}
KEY = {"id": "k_9Zq", "kind": "virtual_key", "via": "data"}
STRANGE = "\"\\/\b\t\n\f\r\x00\x01\x1f\x7f\u0080\u00e9\u07ff\u0800\u2028\ufb33\uffff\U00010000\U0010ffff"

# aggregate (type, id, sequence), actor, call, organization, type, revision, data, parts
EVENTS = [
    (("log", ORIGIN, 0), SYSTEM, None, None, "log.opened", 1,
     {"ed25519": VERIFIER_KEYS[0], "ml_dsa_44": VERIFIER_KEYS[1]}, []),
    (("organization", "acme", 0), OPERATOR, None, "acme", "organization.registered", 1,
     {"content": "commit", "organization": "acme"}, PARTS[:1]),
    (("organization", "beta", 0), OPERATOR, None, "beta", "organization.registered", 2,
     {}, []),
    (("call", CALL, 0), KEY, CALL, "acme", "call.admitted", 1,
     {"alias": "demo", "estimate": {"input_tokens": "12", "tools": []}, "stream": True},
     PARTS[1:]),
    (("call", CALL, 1), KEY, CALL, "acme", "route.chosen", 1,
     {"candidates": [{"kept": False, "reason": None}, {"kept": True}], "z_9": STRANGE}, []),
    (("provider", "openai", 0), OPERATOR, None, None, "provider.registered", 1,
     {"provider": "openai"}, []),
    (("call", CALL, 2), KEY, CALL, "acme", "call.completed", 1,
     {"cost_nano_usd": "9223372036854775807", "outcome": "completed"}, []),
]


def log():
    previous, heads, records, leaves = genesis(ORIGIN).hex(), {}, [], []
    for position, event in enumerate(EVENTS):
        aggregate, actor, call, organization, name, revision, data, parts = event
        chain = None
        if organization:
            before, sequence = heads.get(organization, (ZEROS, 0))
            chain = {"id": organization, "prev": before, "seq": str(sequence)}
        record = {
            "agg": {"id": aggregate[1], "seq": str(aggregate[2]), "type": aggregate[0]},
            "at": "2026-11-25T14:40:%02d.%06dZ" % (17 + position, position * 142857),
            "by": actor,
            "call": call,
            "cause": CORRELATION if call else None,
            "corr": CORRELATION if call else None,
            "data": data,
            "id": IDS[position],
            "log": ORIGIN,
            "node": {"id": NODE, "seq": str(position + 8)},
            "org": chain,
            "parts": [entry(sealed) for sealed in parts],
            "pos": str(position),
            "prev": previous,
            "rev": str(revision),
            "type": name,
            "v": "1",
        }
        text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        leaves.append(leaf(text.encode()))
        previous = leaves[-1].hex()
        if organization:
            heads[organization] = (previous, sequence + 1)
        records.append({"record": text, "leaf": previous, "root": root(leaves).hex()})
    return records


print(json.dumps({
    "origin": ORIGIN,
    "genesis": genesis(ORIGIN).hex(),
    "empty_root": root([]).hex(),
    "records": log(),
    "parts": PARTS,
    "verifier_keys": [
        {"key": ED25519.hex(), "vkey": VERIFIER_KEYS[0]},
        {"key": ML_DSA_44.hex(), "vkey": VERIFIER_KEYS[1]},
    ],
}, indent=1))
