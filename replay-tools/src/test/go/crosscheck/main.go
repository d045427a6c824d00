// Checks an extracted bundle with Go's own transparency-log packages: the Ed25519 line of both
// checkpoints (sumdb/note), every record's inclusion and the consistency of the checkpoints
// (sumdb/tlog). It shares no line with ours.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type tree struct {
	size int64
	root tlog.Hash
}

var position = regexp.MustCompile(`"pos":"([0-9]+)","prev"`)

func main() {
	dir := os.Args[1]
	verifiers := policy(read(dir, "trust/policy"))
	checkpoint := open(read(dir, "log/checkpoint"), verifiers)
	latest := open(read(dir, "log/latest"), verifiers)

	consistency := strings.Split(strings.TrimSuffix(string(read(dir, "log/consistency-latest")), "\n"), "\n")
	if consistency[0] != "old "+strconv.FormatInt(checkpoint.size, 10) {
		fail("consistency proof of another size")
	}
	if latest.size != checkpoint.size {
		check(tlog.CheckTree(tlog.TreeProof(hashes(consistency[1:])), latest.size, latest.root,
			checkpoint.size, checkpoint.root))
	}

	records := 0
	lines := bufio.NewScanner(bytes.NewReader(read(dir, "events.jsonl")))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		found := position.FindSubmatch(lines.Bytes())
		pos, err := strconv.ParseInt(string(found[1]), 10, 64)
		check(err)
		proof := strings.SplitN(string(read(dir, fmt.Sprintf("proofs/%d.tlog-proof", pos))), "\n\n", 2)
		head := strings.Split(proof[0], "\n")
		if head[0] != "c2sp.org/tlog-proof@v1" || head[1] != fmt.Sprintf("index %d", pos) {
			fail("no proof of record %d", pos)
		}
		against := open([]byte(proof[1]), verifiers)
		check(tlog.CheckRecord(tlog.RecordProof(hashes(head[2:])), against.size, against.root, pos,
			tlog.RecordHash(lines.Bytes())))
		records++
	}
	fmt.Printf("good: %d records in a tree of %d\n", records, checkpoint.size)
}

// Go's note package knows Ed25519 keys alone and passes over lines of other keys.
func policy(text []byte) note.Verifiers {
	var known []note.Verifier
	for _, line := range strings.Split(string(text), "\n") {
		if !strings.HasPrefix(line, "log ") {
			continue
		}
		if verifier, err := note.NewVerifier(strings.TrimPrefix(line, "log ")); err == nil {
			known = append(known, verifier)
		}
	}
	if len(known) == 0 {
		fail("no Ed25519 key in the policy")
	}
	return note.VerifierList(known...)
}

func open(text []byte, verifiers note.Verifiers) tree {
	opened, err := note.Open(text, verifiers)
	check(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	return tree{size, hashes(lines[2:3])[0]}
}

func hashes(lines []string) []tlog.Hash {
	var all []tlog.Hash
	for _, line := range lines {
		raw, err := base64.StdEncoding.DecodeString(line)
		check(err)
		var hash tlog.Hash
		if copy(hash[:], raw) != len(hash) {
			fail("no hash: %s", line)
		}
		all = append(all, hash)
	}
	return all
}

func read(dir, name string) []byte {
	text, err := os.ReadFile(filepath.Join(dir, name))
	check(err)
	return text
}

func check(err error) {
	if err != nil {
		fail("%v", err)
	}
}

func fail(format string, arguments ...any) {
	fmt.Printf(format+"\n", arguments...)
	os.Exit(1)
}
