package workflow

import (
	"context"
	"errors"
	"iter"
)

// Each gives one command on many enrolments and yields what became of each, in
// the order of ids: what [Engine.Do] gives for it. Every Result names its
// enrolment and the request, whatever the error. req.Enrolment is ignored.
//
// What is refused on one enrolment, or fails there, does not stop the others.
// The end of ctx does: the first enrolment on which the command was not given,
// or was cut short, is yielded with an error that wraps that of ctx, and
// nothing after it. The caller may stop at any time, too.
//
// All commands have the request id of req, drawn once where it is empty. That
// makes it safe to begin again, from the start or behind any enrolment, after a
// crash, after a [ErrOutcomeUnknown], or because somebody stopped: send the
// same request again with the same id and command. Where the command was
// stored it is answered from the record, as Replayed, until
// [RecentRequests] further records of that enrolment have made it forgotten;
// where it was denied or changed nothing, it is decided anew. For the same
// reason a new round, on what has come up since, needs a new id. So keep the id
// before beginning, rather than have it drawn. An enrolment that ids names
// twice is answered twice, once as Replayed.
//
// Workers is how many commands are under way at once; with 1 or less they go
// one after the other, and none begins before the result of the one before it
// was taken. With more, up to workers-1 commands behind the last result taken
// may have been given when the caller stops; Each waits for them to end. Ids is
// read as results are wanted and always by the caller's goroutine.
//
// A command that opens an enrolment ([Enrol], [EnrolTrial]) names its own, so
// that there is nothing to repeat: the error says so, and comes alone.
func (e *Engine) Each(ctx context.Context, req Request, ids iter.Seq[EnrolmentID], workers int) iter.Seq2[Result, error] {
	return e.bulk(ctx, req, workers, func(b *bulk) {
		if b.all(ids) {
			b.finish(0)
		}
	})
}

// pageOfEach is how many enrolments are read from a list at a time.
const pageOfEach = 100

// EachListed is [Engine.Each] over the enrolments that q selects and the actor
// of req may see, in the order of their ids, as [Engine.List] gives them: those
// with something pending with one person, say, or decided by one.
//
// The list is read in pages as the work goes on. That an enrolment drops out of
// it by the very command is no trouble: none is left out and none comes twice.
// One that comes in meanwhile is met if its id is still ahead. To go on behind
// an enrolment, set q.After; beginning again with the same q is as safe as for
// Each, and meets those that are still selected. q.Limit is the most on which
// the command is given.
//
// An enrolment that the list cannot show gets a result of its own, in its
// place, with the *[Unlisted] as error and without the command; it does not
// count towards q.Limit, and the work goes on. An error of the list itself is
// yielded with a Result that names no enrolment, and ends it. A store without
// [Lister] gives ErrUnsupported.
func (e *Engine) EachListed(ctx context.Context, req Request, q Query, workers int) iter.Seq2[Result, error] {
	return e.bulk(ctx, req, workers, func(b *bulk) { b.listed(q) })
}

var errOpens = errors.New("workflow: a command that opens an enrolment is not given on many: it names the one that it opens")

// bulk gives a request on many enrolments. Its result can be ranged over again:
// the request id is the same then.
func (e *Engine) bulk(ctx context.Context, req Request, workers int, through func(*bulk)) iter.Seq2[Result, error] {
	if req.ID == "" {
		req.ID = newRequestID()
	}
	return func(yield func(Result, error) bool) {
		if _, opens := req.Command.(opening); opens {
			yield(Result{Request: req.ID}, errOpens)
			return
		}
		b := &bulk{e: e, ctx: ctx, req: req, workers: max(1, workers), yield: yield}
		defer b.wait()
		through(b)
	}
}

// A bulk is one request on its way through many enrolments.
type bulk struct {
	e       *Engine
	ctx     context.Context
	req     Request
	workers int
	yield   func(Result, error) bool
	// underWay are the commands given whose results were not yielded yet, in order.
	underWay []chan one
}

// one is what became of the request on one enrolment.
type one struct {
	res Result
	err error
}

// all gives the request on each of ids, and reports whether to go on behind them.
func (b *bulk) all(ids iter.Seq[EnrolmentID]) bool {
	return b.each(func(yield func(EnrolmentID, error) bool) {
		ids(func(id EnrolmentID) bool { return yield(id, nil) })
	})
}

// each is all, where some come with an error in place of the command.
func (b *bulk) each(ids iter.Seq2[EnrolmentID, error]) bool {
	for id, err := range ids {
		b.start(id, err)
		if !b.finish(b.workers - 1) {
			return false
		}
	}
	return true
}

// listed gives the request on what a list has, page by page.
func (b *bulk) listed(q Query) {
	left := q.Limit // of the caller's limit; none if that is 0
	for {
		q.Limit = pageOfEach
		if left > 0 {
			q.Limit = min(left, pageOfEach)
		}
		p := b.page(q)
		if !b.each(p.all()) {
			return
		}
		if p.err != nil || p.shown < q.Limit || p.shown == left { // that was all
			if b.finish(0) && p.err != nil {
				b.yield(Result{Request: b.req.ID}, p.err)
			}
			return
		}
		q.After = p.ids[len(p.ids)-1]
		left = max(0, left-p.shown)
	}
}

// A page is a part of a list.
type page struct {
	ids   []EnrolmentID
	errs  []error // beside ids: why one is not shown
	shown int
	err   error // of the list itself
}

// page is the next part of the list. It is read to its end before anything is
// done, so that the store has no list open while it is written to.
func (b *bulk) page(q Query) (p page) {
	for s, err := range b.e.List(b.ctx, b.req.Actor, q) {
		id, unlisted := s.Enrolment, (*Unlisted)(nil)
		switch {
		case errors.As(err, &unlisted):
			id = unlisted.Enrolment
		case err != nil:
			p.err = err
			return p
		default:
			p.shown++
		}
		p.ids, p.errs = append(p.ids, id), append(p.errs, err)
	}
	return p
}

func (p *page) all() iter.Seq2[EnrolmentID, error] {
	return func(yield func(EnrolmentID, error) bool) {
		for i, id := range p.ids {
			if !yield(id, p.errs[i]) {
				return
			}
		}
	}
}

// start gives the request on one enrolment, beside the others under way. Where
// there is an error already, that is what became of it.
func (b *bulk) start(id EnrolmentID, err error) {
	done := make(chan one, 1)
	req := b.req
	req.Enrolment = id
	if err == nil && b.workers == 1 {
		done <- b.do(req) // before wait could wait for it: a panic of the host's goes on
		b.underWay = append(b.underWay, done)
		return
	}
	b.underWay = append(b.underWay, done)
	if err != nil {
		done <- one{Result{Enrolment: id, Request: req.ID}, err}
		return
	}
	go func() { done <- b.do(req) }()
}

func (b *bulk) do(req Request) one {
	named := Result{Enrolment: req.Enrolment, Request: req.ID}
	if err := b.ctx.Err(); err != nil {
		return one{named, err}
	}
	res, err := b.e.Do(b.ctx, req)
	if err != nil { // a refusal names nothing
		res = named
	}
	return one{res, err}
}

// finish yields results until no more than a number of commands is under way,
// and reports whether to go on: the caller wants more, and ctx was not the end.
func (b *bulk) finish(most int) bool {
	for len(b.underWay) > most {
		o := <-b.underWay[0]
		b.underWay = b.underWay[1:]
		if !b.yield(o.res, o.err) {
			return false
		}
		if gone := b.ctx.Err(); gone != nil && errors.Is(o.err, gone) {
			return false
		}
	}
	return true
}

// wait is for the commands that are under way when nobody wants their results.
func (b *bulk) wait() {
	for _, done := range b.underWay {
		<-done
	}
}
