package cli_test

import (
	"context"
	"fmt"
	"os"

	"github.com/countersign-go/countersign/proficiency/tools/cmd/proficiency/internal/cli"
)

func Example() {
	command := cli.Command{Stdout: os.Stdout, Stderr: os.Stdout}
	code := command.Main(context.Background(), []string{"roles", "explain", "--as", "assessor", "--may", "enrol"})
	fmt.Println("exit code", code)
	// Output:
	// no: assessor may not enrol a learner
	// roles/default.yaml:54:19: no role that somebody holds at the centre gives enrol: assessor [lacks-capability]
	// 54 |     capabilities: [confirm]
	//    |                   ^
	// remedy: ask somebody who holds educator-manager
	// exit code 1
}
