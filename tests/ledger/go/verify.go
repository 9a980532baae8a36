// SPDX-License-Identifier: EUPL-1.2

// Verify checks logs written by Comity with nothing of Comity: golang.org/x/mod and the standard library.
//
//	verify DIR LOG-VKEY WITNESS-VKEY
//	verify against RECEIPT SHOWN LOG-VKEY WITNESS-VKEY
//
// DIR holds tile/..., and for each size N: checkpoint/N (signed by both keys), consistency/N-M (the older size in the
// first line, then the proof) and receipt/N-I (a tlog-proof of leaf I). It prints how much it has checked, or what is
// wrong, and then exits with 1. With "against" it says whether the log that is SHOWN today (a checkpoint, one with its
// proof of consistency, or a directory with a copy of the log) still holds the tree of the receipt: well, put-back, fork.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func fail(format string, args ...interface{}) {
	fmt.Printf(format+"\n", args...)
	os.Exit(1)
}

func must(err error, what string) {
	if err != nil {
		fail("%s: %v", what, err)
	}
}

// witness verifies cosignatures, version 1: 8 bytes of time, 64 of signature.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }
func (w witness) Verify(msg, sig []byte) bool {
	if len(sig) != 72 {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(w.key, append([]byte(head), msg...), sig[8:])
}

func readWitness(vkey string) witness {
	parts := strings.SplitN(vkey, "+", 3)
	hash, err := strconv.ParseUint(parts[1], 16, 32)
	must(err, "witness key")
	key, err := base64.StdEncoding.DecodeString(parts[2])
	must(err, "witness key")
	if len(key) != 33 || key[0] != 4 {
		fail("not the key of a witness: %s", vkey)
	}
	return witness{parts[0], uint32(hash), ed25519.PublicKey(key[1:])}
}

type checker struct {
	dir     string
	log     note.Verifier
	witness witness
	trees   map[int64]tlog.Hash
	leaves  int
	proofs  int
	acks    int
}

// open checks a checkpoint: both have signed, and it is three lines.
func (c *checker) open(data []byte) tlog.Tree {
	n, err := note.Open(data, note.VerifierList(c.log, c.witness))
	must(err, "checkpoint")
	if len(n.Sigs) != 2 || n.Sigs[0].Name != c.log.Name() || n.Sigs[1].Name != c.witness.name {
		fail("checkpoint: not signed by the log and by the witness")
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[0] != c.log.Name() || lines[3] != "" {
		fail("checkpoint: not three lines: %q", n.Text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err, "size")
	hash, err := tlog.ParseHash(lines[2])
	must(err, "root")
	return tlog.Tree{N: size, Hash: hash}
}

func (c *checker) Height() int                                { return 8 }
func (c *checker) SaveTiles(tiles []tlog.Tile, data [][]byte) {}
func (c *checker) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, t := range tiles {
		data, err := os.ReadFile(filepath.Join(c.dir, "tile", strings.TrimPrefix(t.Path(), "tile/8/")))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

// entries reads a bundle: each entry after its length in two bytes.
func (c *checker) entries(number, width int64) [][]byte {
	path := strings.Replace(tlog.Tile{H: 8, L: 0, N: number, W: int(width)}.Path(), "tile/8/0/", "tile/entries/", 1)
	data, err := os.ReadFile(filepath.Join(c.dir, path))
	must(err, "bundle")
	var found [][]byte
	for len(data) > 0 {
		n := int(binary.BigEndian.Uint16(data))
		checkForm(data[2 : 2+n])
		found, data = append(found, data[2:2+n]), data[2+n:]
	}
	if int64(len(found)) != width {
		fail("bundle %d: %d entries, not %d", number, len(found), width)
	}
	return found
}

// checkForm refuses an entry that is neither blind nor public.
func checkForm(entry []byte) {
	if len(entry) == 33 && entry[0] == 1 {
		return
	}
	if len(entry) < 2 || len(entry) > 4096 || entry[0] != 2 {
		fail("an entry of %d bytes is neither blind nor public", len(entry))
	}
	readPublic(entry[1:])
}

var fieldsOf = map[string]string{
	"key": "at event key kind purpose v", "release": "at files kind v version", "admin": "at kind v what",
}

// readPublic reads what a public entry tells; its bytes must be the one canonical form of it.
func readPublic(data []byte) map[string]interface{} {
	told := canonicalObject(data)
	kind, _ := told["kind"].(string)
	fields, known := fieldsOf[kind]
	if !known {
		fail("no kind of public entry: %q", kind)
	}
	if purpose := told["purpose"]; kind == "key" && (purpose == "sealing" || purpose == "signing") {
		fields = "at authority event key kind party purpose v"
	}
	var names []string
	for name := range told {
		names = append(names, name)
	}
	sort.Strings(names)
	if strings.Join(names, " ") != fields || told["v"] != json.Number("1") {
		fail("not the fields of a public entry of the kind %s: %v", kind, names)
	}
	return told
}

// canonicalObject reads an object and demands that it is written as Go itself writes it, without HTML escapes.
func canonicalObject(data []byte) map[string]interface{} {
	var told map[string]interface{}
	reader := json.NewDecoder(bytes.NewReader(data))
	reader.UseNumber()
	must(reader.Decode(&told), "JSON")
	var again bytes.Buffer
	writer := json.NewEncoder(&again)
	writer.SetEscapeHTML(false)
	must(writer.Encode(told), "JSON")
	if !bytes.Equal(bytes.TrimSuffix(again.Bytes(), []byte("\n")), data) {
		fail("not the canonical form of its JSON")
	}
	return told
}

// whole checks every tile and every entry of a tree against its root.
func (c *checker) whole(tree tlog.Tree) {
	reader := tlog.TileHashReader(tree, c)
	for first := int64(0); first < tree.N; first += 256 {
		width := tree.N - first
		if width > 256 {
			width = 256
		}
		var indexes []int64
		for i := first; i < first+width; i++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, i))
		}
		hashes, err := reader.ReadHashes(indexes)
		must(err, "tiles")
		for i, entry := range c.entries(first/256, width) {
			if tlog.RecordHash(entry) != hashes[i] {
				fail("size %d: entry %d is not the leaf of the tree", tree.N, first+int64(i))
			}
			c.leaves++
		}
	}
	root, err := tlog.TreeHash(tree.N, reader)
	must(err, "root")
	if root != tree.Hash {
		fail("size %d: the tiles give another root", tree.N)
	}
}

func hashes(lines []string) []tlog.Hash {
	var found []tlog.Hash
	for _, line := range lines {
		h, err := tlog.ParseHash(line)
		must(err, "hash of a proof")
		found = append(found, h)
	}
	return found
}

func (c *checker) consistency(tree tlog.Tree, path string) {
	data, err := os.ReadFile(path)
	must(err, "consistency")
	lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	old, err := strconv.ParseInt(lines[0], 10, 64)
	must(err, "older size")
	oldHash, ok := c.trees[old]
	if !ok {
		fail("size %d: nothing known of the older size %d", tree.N, old)
	}
	must(tlog.CheckTree(hashes(lines[1:]), tree.N, tree.Hash, old, oldHash), fmt.Sprintf("consistency %d -> %d", old, tree.N))
	c.proofs++
}

// receipt checks a tlog-proof from its bytes alone: that its entry is in the log, what it says, and who acknowledged it.
func (c *checker) receipt(path string) tlog.Tree {
	data, err := os.ReadFile(path)
	must(err, "receipt")
	at := bytes.Index(data, []byte("\n\n"))
	lines := strings.Split(string(data[:at]), "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "extra ") || !strings.HasPrefix(lines[2], "index ") {
		fail("%s: not a receipt", path)
	}
	tree := c.open(data[at+2:])
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	must(err, "index")
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	must(err, "extra")
	canonicalObject(raw)
	var extra struct {
		Salt    string
		Payload json.RawMessage
		Public  json.RawMessage
		Ack     *ack
	}
	must(json.Unmarshal(raw, &extra), "extra")
	var leaf tlog.Hash
	if extra.Public != nil {
		readPublic(extra.Public)
		leaf = tlog.RecordHash(append([]byte{2}, extra.Public...))
	} else {
		salt, err := hex.DecodeString(extra.Salt)
		must(err, "salt")
		sum := sha256.Sum256(append(append([]byte("comity/leaf/v1\n"), salt...), extra.Payload...))
		leaf = tlog.RecordHash(append([]byte{1}, sum[:]...))
	}
	must(tlog.CheckRecord(hashes(lines[3:]), tree.N, tree.Hash, index, leaf), path)
	c.proofs++
	if extra.Ack != nil {
		c.acknowledged(*extra.Ack, tree, leaf, index, extra.Payload)
	}
	return tree
}

type ack struct {
	Key       json.RawMessage
	Index     int64
	Proof     []string
	Signature string
}

// acknowledged checks that a signing key of the acting party, in the log before the act, signed its leaf.
func (c *checker) acknowledged(a ack, tree tlog.Tree, leaf tlog.Hash, index int64, payload json.RawMessage) {
	told := readPublic(a.Key)
	var act struct{ By string }
	must(json.Unmarshal(payload, &act), "payload")
	if told["kind"] != "key" || told["event"] != "registered" || told["purpose"] != "signing" || told["party"] != act.By {
		fail("ack-key-unknown")
	}
	var siblings []tlog.Hash
	for _, one := range a.Proof {
		raw, err := hex.DecodeString(one)
		must(err, "proof of the key")
		var h tlog.Hash
		copy(h[:], raw)
		siblings = append(siblings, h)
	}
	must(tlog.CheckRecord(siblings, tree.N, tree.Hash, a.Index, tlog.RecordHash(append([]byte{2}, a.Key...))), "ack-key-missing")
	if a.Index >= index {
		fail("ack-key-later")
	}
	key, err := hex.DecodeString(told["key"].(string))
	must(err, "key")
	signature, err := hex.DecodeString(a.Signature)
	must(err, "signature")
	message := append([]byte("comity/ack/v1\n"+c.log.Name()+"\n"), leaf[:]...)
	if len(key) != 32 || !ed25519.Verify(ed25519.PublicKey(key), message, signature) {
		fail("ack-changed")
	}
	c.acks++
}

// against says how the log that is shown stands to the tree that was kept.
func (c *checker) against(kept tlog.Tree, shown string) string {
	var proof []tlog.Hash
	path, isFolder := shown, false
	if about, err := os.Stat(shown); err == nil && about.IsDir() {
		path, isFolder = filepath.Join(shown, "checkpoint"), true
	}
	data, err := os.ReadFile(path)
	must(err, "log-not-read")
	hasProof := bytes.HasPrefix(data, []byte("old "))
	if hasProof {
		at := bytes.Index(data, []byte("\n\n"))
		lines := strings.Split(string(data[:at]), "\n")
		if lines[0] != fmt.Sprintf("old %d", kept.N) {
			fail("log-not-read: a proof for another tree than that of the receipt")
		}
		proof, data = hashes(lines[1:]), data[at+2:]
	}
	n, err := note.Open(data, note.VerifierList(c.log))
	must(err, "log-not-read")
	lines := strings.Split(n.Text, "\n")
	if len(lines) < 4 || lines[0] != c.log.Name() {
		fail("log-not-read: another log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err, "size")
	root, err := tlog.ParseHash(lines[2])
	must(err, "root")
	switch {
	case size < kept.N:
		return "put-back"
	case size == kept.N && root == kept.Hash:
		return "well"
	case size == kept.N:
		return "fork"
	}
	if isFolder {
		c.dir = shown
		proof, err = tlog.ProveTree(size, kept.N, tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, c))
		must(err, "log-not-read")
	} else if !hasProof {
		fail("log-not-read: a checkpoint alone does not show that it continues another")
	}
	if tlog.CheckTree(proof, size, root, kept.N, kept.Hash) != nil {
		return "fork"
	}
	return "well"
}

func main() {
	if len(os.Args) == 6 && os.Args[1] == "against" {
		log, err := note.NewVerifier(os.Args[4])
		must(err, "log key")
		c := &checker{log: log, witness: readWitness(os.Args[5])}
		fmt.Println(c.against(c.receipt(os.Args[2]), os.Args[3]))
		return
	}
	if len(os.Args) != 4 {
		fail("usage: verify DIR LOG-VKEY WITNESS-VKEY")
	}
	log, err := note.NewVerifier(os.Args[2])
	must(err, "log key")
	c := &checker{dir: os.Args[1], log: log, witness: readWitness(os.Args[3]), trees: map[int64]tlog.Hash{}}
	paths, _ := filepath.Glob(filepath.Join(c.dir, "checkpoint", "*"))
	for _, path := range paths {
		data, err := os.ReadFile(path)
		must(err, "checkpoint")
		tree := c.open(data)
		if strconv.FormatInt(tree.N, 10) != filepath.Base(path) {
			fail("%s is of size %d", path, tree.N)
		}
		c.trees[tree.N] = tree.Hash
	}
	for size, hash := range c.trees {
		tree := tlog.Tree{N: size, Hash: hash}
		c.whole(tree)
		proofs, _ := filepath.Glob(filepath.Join(c.dir, "consistency", fmt.Sprintf("%d-*", size)))
		for _, path := range proofs {
			c.consistency(tree, path)
		}
	}
	receipts, _ := filepath.Glob(filepath.Join(c.dir, "receipt", "*"))
	for _, path := range receipts {
		c.receipt(path)
	}
	fmt.Printf("%d trees, %d leaves, %d proofs, %d acknowledged\n", len(c.trees), c.leaves, c.proofs, c.acks)
}
