// Command proficiency checks and explains what authors write.
//
//	go run ./proficiency/tools/cmd/proficiency help
package main

import (
	"os"

	"github.com/countersign-go/countersign/proficiency/tools/cmd/proficiency/internal/cli"
)

func main() {
	os.Exit(cli.Command{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}.Main(os.Args[1:]))
}
