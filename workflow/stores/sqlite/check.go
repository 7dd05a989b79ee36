package sqlite

import (
	"context"
	"fmt"
	"strings"
)

// checks give a row of text for each damage that they find, 20 at most.
var checks = []string{
	`SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok' LIMIT 20`,
	`SELECT 'a row of ' || "table" || ' belongs to no row of ' || parent FROM pragma_foreign_key_check LIMIT 20`,
}

// Check reads the whole file and says what is damaged: pages, indexes that
// differ from their tables, rows that belong to none. Whether the records are
// those that were written is for workflow.Verify.
func (s *Store) Check(ctx context.Context) error {
	var found []string
	for _, check := range checks {
		more, err := s.column(ctx, check)
		if err != nil {
			return fmt.Errorf("sqlite: the file cannot be read through: %w", err)
		}
		found = append(found, more...)
	}
	if len(found) > 0 {
		return fmt.Errorf("sqlite: the file is damaged: %s", strings.Join(found, "; "))
	}
	return nil
}

func (s *Store) column(ctx context.Context, query string) (all []string, err error) {
	rows, err := s.db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // what fails is in Err
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		all = append(all, text)
	}
	return all, rows.Err()
}
