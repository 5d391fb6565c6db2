package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type vectorFile struct {
	Origin      string
	Vkey        string
	Leaf0       string
	PublicPart0 string
	Sizes       []head
	Tiles       []struct{ Path, SHA256 string }
	Proof       string
}

// head is the tree at one size, as Lindun signed and proved it.
type head struct {
	Size        int64
	Note        string
	Index       int64
	Inclusion   tlog.RecordProof
	From        int64
	Consistency tlog.TreeProof
}

// sampleTree is the made-up log, built again from its rule and stored the way tlog wants it.
type sampleTree struct {
	leaves [][]byte
	hashes []tlog.Hash
}

// ReadHashes implements tlog.HashReader.
func (t *sampleTree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	read := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(t.hashes)) {
			return nil, errors.New("no such hash")
		}
		read[i] = t.hashes[index]
	}
	return read, nil
}

func checkVectors(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var vectors vectorFile
	if err := json.Unmarshal(text, &vectors); err != nil {
		return err
	}
	if err := checkKey(vectors); err != nil {
		return err
	}
	largest := vectors.Sizes[len(vectors.Sizes)-1].Size
	tree, err := buildTree(largest)
	if err != nil {
		return err
	}
	if hex.EncodeToString(tree.leaves[0]) != vectors.Leaf0 {
		return errors.New("leaf 0 is not the one that its rule gives")
	}
	for _, head := range vectors.Sizes {
		if err := checkHead(tree, head, vectors.Vkey); err != nil {
			return fmt.Errorf("size %d: %w", head.Size, err)
		}
	}
	if err := checkTiles(tree, largest, vectors); err != nil {
		return err
	}
	fmt.Printf("verified %d sizes up to %d: signatures, roots, inclusion, consistency; %d tiles\n",
		len(vectors.Sizes), largest, len(vectors.Tiles))
	return nil
}

// checkKey derives the verifier key from the stated seed.
func checkKey(vectors vectorFile) error {
	seed := sha256.Sum256([]byte("lindun sample log seed"))
	public := ed25519.NewKeyFromSeed(seed[:]).Public().(ed25519.PublicKey)
	vkey, err := note.NewEd25519VerifierKey(vectors.Origin, public)
	if err != nil {
		return err
	}
	if vkey != vectors.Vkey {
		return errors.New("the verifier key is not the seed's")
	}
	return nil
}

func sampleHash(label string) [32]byte { return sha256.Sum256([]byte("lindun sample " + label)) }

func commitment(salt [32]byte, part string) [32]byte {
	return sha256.Sum256(append(salt[:], part...))
}

// sampleLeaf follows the rule in the vectors' "about".
func sampleLeaf(seq int64) []byte {
	digests := ""
	if seq%3 == 0 {
		digests = fmt.Sprintf(`{"kind":"record","sha256":"%x"}`, sampleHash(fmt.Sprintf("record %d", seq)))
	}
	public := fmt.Sprintf(`{"action":"record.read","decision":"granted","digests":[%s],"policy":"1",`+
		`"role":"grid_worker","seq":%d,"time":%d}`, digests, seq, 1767225600000+1000*seq)
	actor := commitment(sampleHash(fmt.Sprintf("actor salt %d", seq)),
		fmt.Sprintf(`{"actor":"w%d","request":"r%d","via":"desk"}`, seq%7, seq))
	subject := commitment(sampleHash(fmt.Sprintf("subject salt %d", seq)),
		fmt.Sprintf(`{"purpose":"handle_ticket","subject":"s%d","words":"电话联系"}`, seq%11))
	leaf := append([]byte{1}, 0, 0, 0, 0)
	binary.BigEndian.PutUint32(leaf[1:], uint32(len(public)))
	leaf = append(leaf, public...)
	leaf = append(leaf, actor[:]...)
	return append(leaf, subject[:]...)
}

func buildTree(size int64) (*sampleTree, error) {
	tree := new(sampleTree)
	for seq := int64(0); seq < size; seq++ {
		leaf := sampleLeaf(seq)
		hashes, err := tlog.StoredHashes(seq, leaf, tree)
		if err != nil {
			return nil, err
		}
		tree.leaves = append(tree.leaves, leaf)
		tree.hashes = append(tree.hashes, hashes...)
	}
	return tree, nil
}

// checkHead verifies what was signed and proved at one size, and that each proof fails with one bit changed: a check
// that accepts anything would pass otherwise.
func checkHead(tree *sampleTree, h head, vkey string) error {
	signed, _, err := openCheckpoint([]byte(h.Note), vkey)
	if err != nil {
		return err
	}
	root, err := tlog.TreeHash(h.Size, tree)
	if err != nil {
		return err
	}
	if signed.N != h.Size || signed.Hash != root {
		return errors.New("the signed tree is not the one its rule gives")
	}
	leaf := tlog.RecordHash(tree.leaves[h.Index])
	if err := tlog.CheckRecord(h.Inclusion, h.Size, signed.Hash, h.Index, leaf); err != nil {
		return fmt.Errorf("inclusion: %w", err)
	}
	old, err := tlog.TreeHash(h.From, tree)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(h.Consistency, h.Size, signed.Hash, h.From, old); err != nil {
		return fmt.Errorf("consistency: %w", err)
	}
	for i := range h.Inclusion {
		h.Inclusion[i][0] ^= 1
		if tlog.CheckRecord(h.Inclusion, h.Size, signed.Hash, h.Index, leaf) == nil {
			return errors.New("a changed inclusion proof is accepted")
		}
		h.Inclusion[i][0] ^= 1
	}
	for i := range h.Consistency {
		h.Consistency[i][31] ^= 128
		if tlog.CheckTree(h.Consistency, h.Size, signed.Hash, h.From, old) == nil {
			return errors.New("a changed consistency proof is accepted")
		}
		h.Consistency[i][31] ^= 128
	}
	return nil
}

// checkTiles makes every tile of the tree again. Go's own paths have the tile's height, 8, in front.
func checkTiles(tree *sampleTree, size int64, vectors vectorFile) error {
	want := map[string]string{}
	for _, tile := range vectors.Tiles {
		want[tile.Path] = tile.SHA256
	}
	check := func(path string, data []byte) error {
		if want[path] != fmt.Sprintf("%x", sha256.Sum256(data)) {
			return fmt.Errorf("tile %s is missing or has other bytes", path)
		}
		delete(want, path)
		return nil
	}
	tiles := tlog.NewTiles(8, 0, size)
	for i, tile := range tiles {
		// Go lists every width that a partial tile ever had; the tree has only the widest.
		if i+1 < len(tiles) && tiles[i+1].L == tile.L && tiles[i+1].N == tile.N {
			continue
		}
		data, err := tlog.ReadTileData(tile, tree)
		if err != nil {
			return err
		}
		path := strings.TrimPrefix(tile.Path(), "tile/8/")
		if err := check(path, data); err != nil {
			return err
		}
		if tile.L > 0 {
			continue
		}
		var bundle []byte
		for _, leaf := range tree.leaves[tile.N*256 : tile.N*256+int64(tile.W)] {
			bundle = append(bundle, byte(len(leaf)>>8), byte(len(leaf)))
			bundle = append(bundle, leaf...)
		}
		if err := check("entries/"+strings.TrimPrefix(path, "0/"), bundle); err != nil {
			return err
		}
	}
	if len(want) > 0 {
		return fmt.Errorf("%d tiles are not of this tree", len(want))
	}
	return nil
}
