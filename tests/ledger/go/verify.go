// SPDX-License-Identifier: EUPL-1.2

// Verify checks logs written by Comity with nothing of Comity: golang.org/x/mod and the standard library.
//
//	verify DIR LOG-VKEY WITNESS-VKEY
//
// DIR holds tile/..., and for each size N: checkpoint/N (signed by both keys), consistency/N-M (the older size in the
// first line, then the proof) and receipt/N-I (a tlog-proof of leaf I). It prints how much it has checked, or what is
// wrong, and then exits with 1.
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
		found, data = append(found, data[2:2+n]), data[2+n:]
	}
	if int64(len(found)) != width {
		fail("bundle %d: %d entries, not %d", number, len(found), width)
	}
	return found
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

// receipt checks a tlog-proof from its bytes alone, and that its entry is the commitment to what it says.
func (c *checker) receipt(path string) {
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
	var extra struct {
		Salt    string
		Payload json.RawMessage
	}
	must(json.Unmarshal(raw, &extra), "extra")
	salt, err := hex.DecodeString(extra.Salt)
	must(err, "salt")
	sum := sha256.Sum256(append(append([]byte("comity/leaf/v1\n"), salt...), extra.Payload...))
	leaf := tlog.RecordHash(append([]byte{1}, sum[:]...))
	must(tlog.CheckRecord(hashes(lines[3:]), tree.N, tree.Hash, index, leaf), path)
	c.proofs++
}

func main() {
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
	fmt.Printf("%d trees, %d leaves, %d proofs\n", len(c.trees), c.leaves, c.proofs)
}
