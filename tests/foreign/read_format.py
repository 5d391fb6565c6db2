"""An independent reader of the vault's stored bytes, written from docs/format.md alone.

Usage: /usr/bin/python3 read_format.py format.json

Opens every case of the vectors and checks what must come out, or that it is refused. Prints one JSON line
{"cases": …, "refused": …, "wrong": [names]}; exits 0 when nothing is wrong, 1 otherwise, and 2 when the
library `cryptography` (Debian: python3-cryptography) is not there. It shares no code with the vault:
ChaCha20-Poly1305 is OpenSSL's, HMAC and SHA-256 are Python's, and HChaCha20, which the library does not
have, is written out below.
"""

import hashlib
import hmac
import json
import struct
import sys

try:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF
except ImportError:
    print("the Python library 'cryptography' is missing", file=sys.stderr)
    sys.exit(2)


class Refused(Exception):
    """The bytes are not what they are said to be."""


def demand(condition):
    if not condition:
        raise Refused


# --- What everything is made of -------------------------------------------------------------------------


def quarter_round(s, a, b, c, d):
    """RFC 8439 section 2.1."""
    for x, y, z, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        s[x] = (s[x] + s[y]) & 0xFFFFFFFF
        mixed = s[z] ^ s[x]
        s[z] = ((mixed << turn) | (mixed >> (32 - turn))) & 0xFFFFFFFF


def hchacha20(key, nonce):
    """draft-irtf-cfrg-xchacha section 2.2: twenty rounds, without adding the start; first and last row."""
    assert len(key) == 32 and len(nonce) == 16
    state = list(struct.unpack("<16I", b"expand 32-byte k" + key + nonce))
    for _ in range(10):
        quarter_round(state, 0, 4, 8, 12)
        quarter_round(state, 1, 5, 9, 13)
        quarter_round(state, 2, 6, 10, 14)
        quarter_round(state, 3, 7, 11, 15)
        quarter_round(state, 0, 5, 10, 15)
        quarter_round(state, 1, 6, 11, 12)
        quarter_round(state, 2, 7, 8, 13)
        quarter_round(state, 3, 4, 9, 14)
    return struct.pack("<8I", *state[0:4], *state[12:16])


def lp(*parts):
    encoded = [p.encode("utf-8") if isinstance(p, str) else p for p in parts]
    return b"".join(struct.pack(">I", len(p)) + p for p in encoded)


def u16(n):
    return struct.pack(">H", n)


def u64(n):
    return struct.pack(">Q", n)


def hkdf(secret, info):
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(secret)


def mac(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


def sha256_hex(data):
    return hashlib.sha256(data).hexdigest()


def open_box(key, number, nonce, box, data):
    """One box of a write: ChaCha20-Poly1305 under the subkey of the nonce's first 16 bytes."""
    demand(len(box) >= 16)
    short = struct.pack("<I", number) + nonce[16:24]
    try:
        return ChaCha20Poly1305(hchacha20(key, nonce[:16])).decrypt(short, box, data)
    except InvalidTag:
        raise Refused from None


# --- Padding --------------------------------------------------------------------------------------------


def least_bucket(length):
    for bucket in (32, 64, 128):
        if bucket > length:
            return bucket
    return (length // 256 + 1) * 256


def is_bucket(size):
    return size in (32, 64, 128) or (size > 0 and size % 256 == 0 and size <= 2_096_896)


def unpad(padded):
    text = padded.rstrip(b"\x00")
    demand(text.endswith(b"\x80"))
    text = text[:-1]
    demand(least_bucket(len(text)) == len(padded))
    return text


# --- The constructions ----------------------------------------------------------------------------------


def open_record(blob, key, at):
    """All fields of a record, {number: text}."""
    demand(len(blob) >= 27 and blob[0] == 0x01)
    nonce = blob[1:25]
    (count,) = struct.unpack_from(">H", blob, 25)
    start = 27 + 4 * count
    demand(count >= 1 and len(blob) >= start)
    entries = [struct.unpack_from(">HH", blob, 27 + 4 * i) for i in range(count)]
    numbers = [number for number, _ in entries]
    demand(numbers[0] >= 1 and all(a < b for a, b in zip(numbers, numbers[1:])))
    demand(all(is_bucket(32 * units) for _, units in entries))
    demand(len(blob) == start + sum(32 * units + 16 for _, units in entries))
    fields = {}
    for number, units in entries:
        box = blob[start : start + 32 * units + 16]
        start += len(box)
        data = lp(
            b"\x01",
            at["community"],
            at["subject"],
            at["type"],
            at["id"],
            at["keyId"],
            u64(at["version"]),
            b"".join(map(u16, numbers)),
            u16(number),
        )
        try:
            fields[number] = unpad(open_box(key, number, nonce, box, data)).decode("utf-8", "strict")
        except UnicodeDecodeError:
            raise Refused from None
    return fields


def chunk_count(size, chunk_size):
    needed = -(-(size + 1) // chunk_size)
    return next(count for count in (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48) if count >= needed)


def open_chunks(boxes, key, at, chunk_size, text):
    """The bytes of an attachment, all of them or none."""
    stream, nonce, size, sha256 = text.split(".")
    nonce, size = x(nonce), int(size)
    count = chunk_count(size, chunk_size)
    demand(len(boxes) == count)
    padded = b""
    for n, box in enumerate(boxes):
        last = 1 if n == count - 1 else 0
        demand(box[:1] == b"\x01" and len(box) == 1 + chunk_size + 16)
        place = struct.pack(">IB", n, last)
        owner = (at["community"], at["subject"], at["id"], at["keyId"])
        data = lp("lindun chunk", b"\x01", *owner, stream, place)
        padded += open_box(key, 2 * n + last, nonce, box[1:], data)
    demand(padded[size:] == b"\x80" + b"\x00" * (len(padded) - size - 1))
    demand(sha256_hex(padded[:size]) == sha256)
    return padded[:size]


def open_whole(blob, key, data):
    demand(len(blob) >= 25 and blob[0] == 0x01)
    return open_box(key, 0, blob[1:25], blob[25:], data)


def unwrap(blob, epoch_key, at):
    data = lp("lindun wrap", at["community"], at["owner"], at["use"], at["keyId"], at["epoch"])
    key = open_whole(blob, epoch_key, data)
    demand(len(key) == 32)
    return key


def unwrap_ring(blob, root, at):
    data = lp("lindun ring", at["community"], at["use"], at["name"], u64(at["generation"]))
    key = open_whole(blob, hkdf(root, lp("lindun ring key", at["community"])), data)
    demand(len(key) == 32)
    return key


def open_part(blob, key, at):
    data = lp("lindun part", at["community"], at["owner"], at["keyId"], u64(at["seq"]), at["side"])
    return unpad(open_whole(blob, key, data))


def row_message(row):
    version = u64(row["version"])
    return lp("lindun row", row["community"], row["table"], row["kind"], row["key"], version, row["content"])


def index_tags(keys, value):
    tags, tag = [], value.encode("utf-8")
    for key in keys:
        tag = mac(key, tag)[:16]
        tags.append(tag.hex())
    return tags


def base32(data):
    digits = (len(data) * 8 + 4) // 5
    number = int.from_bytes(data, "big") << (digits * 5 - len(data) * 8)
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
    return "".join(alphabet[(number >> (5 * i)) & 31] for i in reversed(range(digits)))


# --- The vectors: what each case says, and what we find. A refusal is raised. -----------------------------


def x(text):
    return bytes.fromhex(text)


def check_record(v):
    found = open_record(x(v["blob"]), x(v["key"]), v["context"])
    wanted = {int(number): text for number, text in v.get("fields", {}).items()}
    return found == wanted and sha256_hex(x(v["blob"])) == v.get("digest")


def check_chunks(v):
    boxes = [x(box) for box in v["boxes"]]
    return open_chunks(boxes, x(v["key"]), v["context"], v["chunkSize"], v["text"]).hex() == v.get("opened")


def check_row(v):
    message = row_message(v["row"])
    demand(hmac.compare_digest(mac(x(v["key"]), message), x(v["mac"])))
    return sha256_hex(message + x(v["mac"])) == v.get("digest")


def check_tag_set(v):
    lines = sorted(t["field"] + "=" + t["tag"] for t in v["tags"])
    row = {"community": v["community"], "table": "index_tag", "kind": "index", "key": v["record"]}
    row.update(version=v["version"], content=json.dumps(lines, separators=(",", ":")))
    return sha256_hex(row_message(row)) == v["digest"]


def check_token(v):
    token = "lin_" + base32(x(v["random"]))
    return token == v["token"] and sha256_hex(token.encode()) == v["hash"]


def check_seed(v):
    info = lp("lindun log key", v["community"], u64(v["generation"]))
    return hkdf(x(v["secret"]), info).hex() == v["seed"]


CHECKS = {
    "hchacha20": lambda v: hchacha20(x(v["key"]), x(v["nonce"])).hex() == v["subkey"],
    "lp": lambda v: lp(*v["parts"]).hex() == v["bytes"],
    "padding": lambda v: unpad(x(v["padded"])).hex() == v.get("text"),
    "record": check_record,
    "chunks": check_chunks,
    "wrap": lambda v: unwrap(x(v["blob"]), x(v["key"]), v["context"]).hex() == v.get("opened"),
    "ring": lambda v: unwrap_ring(x(v["blob"]), x(v["key"]), v["context"]).hex() == v.get("opened"),
    "part": lambda v: open_part(x(v["blob"]), x(v["key"]), v["context"]).hex() == v.get("opened"),
    "row": check_row,
    "tagSet": check_tag_set,
    "tag": lambda v: index_tags([x(key) for key in v["keys"]], v["value"]) == v["tags"],
    "commitment": lambda v: hkdf(x(v["key"]), lp("lindun key commitment")).hex() == v["commitment"],
    "logSeed": check_seed,
    "token": check_token,
    "code": lambda v: mac(x(v["key"]), lp("lindun code", v["code"])).hex() == v["tag"],
}


def right(section, case):
    try:
        return CHECKS[section](case) and "refused" not in case
    except Refused:
        return case.get("refused") is True


def main(path):
    # The draft's own example, so that a vector file and this file cannot be wrong together.
    example = hchacha20(bytes(range(32)), x("000000090000004a0000000031415927"))
    assert example.hex() == "82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc"
    with open(path, encoding="utf-8") as file:
        vectors = json.load(file)
    del vectors["about"]
    # A section this reader does not know, or one that is gone, is wrong too: nothing is passed over.
    wrong = [f"section {name}" for name in sorted(CHECKS.keys() ^ vectors.keys())]
    cases = refused = 0
    for section in CHECKS.keys() & vectors.keys():
        for case in vectors[section]:
            cases += 1
            refused += "refused" in case
            if not right(section, case):
                wrong.append(f"{section}: {case['name']}")
    print(json.dumps({"cases": cases, "refused": refused, "wrong": sorted(wrong)}))
    return 1 if wrong or cases == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
