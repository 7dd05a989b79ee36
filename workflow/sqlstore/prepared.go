package sqlstore

import (
	"context"
	"database/sql"
	"sync"
)

// fewArgs is the greatest number of parameters of a statement that is kept.
// There are some thirty such statements; those for many rows at once have more.
const fewArgs = 100

// prepared are a store's statements that its connections need not parse again.
// PostgreSQL's drivers do that themselves, or must not: there it is nil.
type prepared struct {
	mu   sync.Mutex
	kept map[string]*sql.Stmt
	// wanted were asked for and are not there.
	wanted []string
}

// get gives the statement, or nil where it is not there, or not yet.
func (p *prepared) get(query string, args int) *sql.Stmt {
	if p == nil || args > fewArgs {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	s, ok := p.kept[query]
	if !ok {
		p.kept[query] = nil
		p.wanted = append(p.wanted, query)
	}
	return s
}

// prepare prepares what was asked for, for next time. It takes a connection:
// who calls it holds none, since there may be only one. What cannot be prepared
// now is tried again when it is asked for again.
func (p *prepared) prepare(ctx context.Context, db *sql.DB) {
	for _, query := range p.want() {
		s, err := db.PrepareContext(ctx, query)
		p.mu.Lock()
		if p.kept[query] = s; err != nil {
			delete(p.kept, query)
		}
		p.mu.Unlock()
	}
}

func (p *prepared) want() (wanted []string) {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	wanted, p.wanted = p.wanted, nil
	return wanted
}

// close gives up what is kept.
func (p *prepared) close() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.kept {
		if s != nil {
			_ = s.Close() // the connections that it was prepared on are the pool's
		}
	}
	clear(p.kept)
}
