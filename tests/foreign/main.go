// Command checklog checks what Lindun's access log hands out, with Go's own note and tlog packages. It shares no code
// with Lindun and needs nothing from it but the log's verifier key.
//
//	checklog check-proof <file.tlog-proof> <vkey> [leaf file]
//	checklog check-vectors <log.json>
//
// Exit code 0: verified. 1: refused, with the reason. 2: called wrongly.
package main

import (
	"fmt"
	"os"
)

func main() {
	args := os.Args[1:]
	var err error
	switch {
	case len(args) == 3 && args[0] == "check-proof":
		err = checkProofFile(args[1], args[2], "")
	case len(args) == 4 && args[0] == "check-proof":
		err = checkProofFile(args[1], args[2], args[3])
	case len(args) == 2 && args[0] == "check-vectors":
		err = checkVectors(args[1])
	default:
		fmt.Fprintln(os.Stderr, "usage: checklog check-proof <file.tlog-proof> <vkey> [leaf file]")
		fmt.Fprintln(os.Stderr, "       checklog check-vectors <log.json>")
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "验证不通过 refused: %v\n", err)
		os.Exit(1)
	}
}
