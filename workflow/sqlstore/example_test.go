package sqlstore_test

import (
	"fmt"
	"strings"

	"github.com/countersign-go/countersign/workflow/sqlstore"
)

// What will be applied can be read beforehand, and given to whoever looks
// after the database.
func ExampleMigrations() {
	all, err := sqlstore.Migrations(sqlstore.Postgres, &sqlstore.Options{Schema: "learning", Prefix: "cs_"})
	if err != nil {
		fmt.Println(err)
		return
	}
	first := all[0]
	fmt.Println(first.Version, first.Name)
	for line := range strings.Lines(first.SQL) {
		if strings.HasPrefix(line, "CREATE TABLE") {
			fmt.Print(line)
		}
	}
	// Output:
	// 1 0001_enrolments
	// CREATE TABLE "learning".cs_migrations (
	// CREATE TABLE "learning".cs_enrolments (
	// CREATE TABLE "learning".cs_headings (
	// CREATE TABLE "learning".cs_records (
	// CREATE TABLE "learning".cs_texts (
	// CREATE TABLE "learning".cs_mentions (
}
