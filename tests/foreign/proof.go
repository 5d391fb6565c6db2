package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// proofFile is a C2SP tlog-proof, taken apart.
type proofFile struct {
	extra      *extraData
	index      int64
	hashes     tlog.RecordProof
	checkpoint []byte
}

// extraData is the JSON of the extra line: the leaf, and the parts of it that somebody opened.
type extraData struct {
	Leaf    []byte      `json:"leaf"`
	Actor   *openedPart `json:"actor"`
	Subject *openedPart `json:"subject"`
}

type openedPart struct {
	Part string `json:"part"`
	Salt []byte `json:"salt"`
}

// leafData is a leaf, taken apart.
type leafData struct {
	public  []byte
	actor   []byte
	subject []byte
}

func checkProofFile(proofPath, vkey, leafPath string) error {
	text, err := os.ReadFile(proofPath)
	if err != nil {
		return err
	}
	proof, err := parseProof(string(text))
	if err != nil {
		return err
	}
	leaf, err := chooseLeaf(proof, leafPath)
	if err != nil {
		return err
	}
	tree, origin, err := openCheckpoint(proof.checkpoint, vkey)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(proof.hashes, tree.N, tree.Hash, proof.index, tlog.RecordHash(leaf)); err != nil {
		return err
	}
	parts, err := decodeLeaf(leaf, proof.index)
	if err != nil {
		return err
	}
	if proof.extra != nil {
		if err := checkOpened("actor", proof.extra.Actor, parts.actor); err != nil {
			return err
		}
		if err := checkOpened("subject", proof.extra.Subject, parts.subject); err != nil {
			return err
		}
	}
	fmt.Printf("验证通过 verified: %s, entry %d of %d\n", origin, proof.index, tree.N)
	fmt.Printf("公开 public: %s\n", parts.public)
	if proof.extra != nil && proof.extra.Actor != nil {
		fmt.Printf("谁 actor: %s\n", proof.extra.Actor.Part)
	}
	if proof.extra != nil && proof.extra.Subject != nil {
		fmt.Printf("关于 subject: %s\n", proof.extra.Subject.Part)
	}
	return nil
}

func parseProof(text string) (*proofFile, error) {
	head, checkpoint, ok := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	if !ok || lines[0] != "c2sp.org/tlog-proof@v1" {
		return nil, errors.New("not a tlog-proof")
	}
	lines = lines[1:]
	proof := &proofFile{checkpoint: []byte(checkpoint)}
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		extra, err := parseExtra(strings.TrimPrefix(lines[0], "extra "))
		if err != nil {
			return nil, err
		}
		proof.extra = extra
		lines = lines[1:]
	}
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "index ") {
		return nil, errors.New("the proof has no index")
	}
	index, err := parseCount(strings.TrimPrefix(lines[0], "index "))
	if err != nil {
		return nil, err
	}
	proof.index = index
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		proof.hashes = append(proof.hashes, hash)
	}
	return proof, nil
}

func parseExtra(encoded string) (*extraData, error) {
	text, err := base64.StdEncoding.Strict().DecodeString(encoded)
	if err != nil {
		return nil, err
	}
	extra := new(extraData)
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(extra); err != nil {
		return nil, err
	}
	return extra, nil
}

func chooseLeaf(proof *proofFile, leafPath string) ([]byte, error) {
	var inFile []byte
	if proof.extra != nil {
		inFile = proof.extra.Leaf
	}
	if leafPath == "" {
		if inFile == nil {
			return nil, errors.New("the proof has no leaf in it, and none was given")
		}
		return inFile, nil
	}
	given, err := os.ReadFile(leafPath)
	if err != nil {
		return nil, err
	}
	if inFile != nil && !bytes.Equal(given, inFile) {
		return nil, errors.New("the leaf given is not the one in the proof")
	}
	return given, nil
}

// openCheckpoint opens a signed checkpoint. tlog.ParseTree knows the origin line of Go's own log only, so ours is
// parsed here. Lindun's key name is its origin.
func openCheckpoint(signed []byte, vkey string) (tlog.Tree, string, error) {
	var tree tlog.Tree
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tree, "", err
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return tree, "", err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return tree, "", errors.New("a checkpoint has three lines")
	}
	if lines[0] != verifier.Name() {
		return tree, "", errors.New("the checkpoint is of another log")
	}
	if tree.N, err = parseCount(lines[1]); err != nil {
		return tree, "", err
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return tree, lines[0], err
}

// decodeLeaf reads 0x01 ‖ u32 length ‖ public part ‖ two commitments, and checks that the leaf names its own place.
func decodeLeaf(leaf []byte, index int64) (*leafData, error) {
	if len(leaf) < 5+64 || leaf[0] != 1 {
		return nil, errors.New("not a leaf of version 1")
	}
	length := int(binary.BigEndian.Uint32(leaf[1:5]))
	if len(leaf) != 5+length+64 {
		return nil, errors.New("the leaf is not as long as it says")
	}
	parts := &leafData{leaf[5 : 5+length], leaf[5+length : 5+length+32], leaf[5+length+32:]}
	var public struct {
		Seq *int64 `json:"seq"`
	}
	if err := json.Unmarshal(parts.public, &public); err != nil {
		return nil, err
	}
	if public.Seq == nil || *public.Seq != index {
		return nil, errors.New("the leaf names another place in the log")
	}
	return parts, nil
}

func checkOpened(name string, opened *openedPart, commitment []byte) error {
	if opened == nil {
		return nil
	}
	if len(opened.Salt) != 32 {
		return fmt.Errorf("the salt of the %s part is not 32 bytes", name)
	}
	hash := sha256.Sum256(append(append([]byte{}, opened.Salt...), opened.Part...))
	if !bytes.Equal(hash[:], commitment) {
		return fmt.Errorf("the %s part is not the one that was logged", name)
	}
	return nil
}

// parseCount reads a decimal number without leading zeros.
func parseCount(text string) (int64, error) {
	count, err := strconv.ParseInt(text, 10, 64)
	if err != nil || count < 0 || strconv.FormatInt(count, 10) != text {
		return 0, errors.New("not a count")
	}
	return count, nil
}
