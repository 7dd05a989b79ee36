package postgres_test

import (
	"context"
	"fmt"

	"github.com/countersign-go/countersign/workflow/stores/postgres"
)

// Errors can be logged: they do not show a password.
func ExampleOpen() {
	_, err := postgres.Open(context.Background(), "postgres://countersign:secret@db.example:port/learning", nil)
	fmt.Println(err)
	// Output:
	// postgres: cannot parse `postgres://countersign:xxxxx@db.example:port/learning`: invalid port
}
