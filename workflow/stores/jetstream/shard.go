package jetstream

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/countersign-go/countersign/workflow"
)

// A shard is one of the streams, with the bucket of the snapshots beside it. Its
// subjects, behind the name and the number:
//
//	ID.r    the records of an enrolment
//	ID.t    their free texts
//	fresh   a message that shows how far a server is
type shard struct {
	number    int
	stream    jetstream.Stream
	snapshots jetstream.KeyValue
	subject   string // begins all of them
	replicas  int
	barrier   barrier
}

const (
	recordsEnd = ".r"
	textsEnd   = ".t"
	freshEnd   = "fresh"
)

func (h *shard) records(id workflow.EnrolmentID) string { return h.subject + token(id) + recordsEnd }
func (h *shard) texts(id workflow.EnrolmentID) string   { return h.subject + token(id) + textsEnd }
func (h *shard) all(id workflow.EnrolmentID) string     { return h.subject + token(id) + ".*" }
func (h *shard) fresh() string                          { return h.subject + freshEnd }

// shardOf is where an enrolment is. Its number is part of what is stored: it must never be reckoned otherwise.
func (s *Store) shardOf(id workflow.EnrolmentID) *shard {
	f := fnv.New32a()
	_, _ = f.Write([]byte(id)) // never fails
	return s.shards[f.Sum32()%uint32(len(s.shards))]
}

// tokenMark begins the tokens of ids that have to be written otherwise.
const tokenMark = "="

// token is an id as one token of a subject, and as a key of a bucket. The ids
// that the engine makes are tokens as they are.
func token(id workflow.EnrolmentID) string {
	for i := range len(id) {
		c := id[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_') {
			return tokenMark + base64.RawURLEncoding.EncodeToString([]byte(id))
		}
	}
	if id == "" {
		return tokenMark
	}
	return string(id)
}

// enrolmentOf is the enrolment that a subject is of, and whether it is of its texts.
func (h *shard) enrolmentOf(subject string) (id workflow.EnrolmentID, ofTexts bool, err error) {
	name, ok := strings.CutPrefix(subject, h.subject)
	name, ofRecords := strings.CutSuffix(name, recordsEnd)
	if !ofRecords {
		name, ofTexts = strings.CutSuffix(name, textsEnd)
	}
	if encoded, odd := strings.CutPrefix(name, tokenMark); odd {
		b, failed := base64.RawURLEncoding.DecodeString(encoded)
		name, err = string(b), failed
	}
	if !ok || !ofRecords && !ofTexts || err != nil {
		return "", false, fmt.Errorf("the subject %.300q is of no enrolment", subject)
	}
	return workflow.EnrolmentID(name), ofTexts, nil
}

// What is kept with each stream.
const (
	shardsKey   = "countersign-shards"
	instanceKey = "countersign-instance" // that of the first names the whole
	formKey     = "countersign-form"
	form        = "1"
)

// streamConfig is that of a stream that Create makes.
func (s *Store) streamConfig(number int) jetstream.StreamConfig {
	return jetstream.StreamConfig{
		Name: s.streamName(number), Description: "Records of enrolments",
		Subjects:  []string{s.o.Name + "." + strconv.Itoa(number) + ".>"},
		Retention: jetstream.LimitsPolicy, Discard: jetstream.DiscardNew, Storage: jetstream.FileStorage, Replicas: s.o.Replicas,
		Duplicates: 2 * time.Minute, Compression: jetstream.S2Compression,
		AllowDirect: true, AllowMsgTTL: true, AllowAtomicPublish: true,
		Metadata: map[string]string{shardsKey: strconv.Itoa(s.o.Shards), instanceKey: rand.Text(), formKey: form},
	}
}

func (s *Store) streamName(number int) string { return s.o.Name + "-" + strconv.Itoa(number) }
func (s *Store) bucketName(number int) string { return s.streamName(number) + "-snapshots" }

// fit finds all in a stream's configuration by which records could go by themselves,
// or not be stored as they are meant to.
func fit(c *jetstream.StreamConfig) error {
	var errs []error
	for what, wrong := range map[string]bool{
		"retention is not by limits":                                        c.Retention != jetstream.LimitsPolicy,
		"max_age removes records":                                           c.MaxAge != 0,
		"max_msgs_per_subject removes records":                              c.MaxMsgsPerSubject > 0,
		"discard: old removes records where max_msgs or max_bytes is set":   c.Discard != jetstream.DiscardNew && (c.MaxMsgs > 0 || c.MaxBytes > 0),
		"storage is not file":                                               c.Storage != jetstream.FileStorage,
		"no_ack answers nobody":                                             c.NoAck,
		"persist_mode is async, which answers before anything is written":   c.PersistMode == jetstream.AsyncPersistMode,
		"allow_direct is missing":                                           !c.AllowDirect,
		"allow_msg_ttl is missing":                                          !c.AllowMsgTTL,
		"allow_atomic is missing":                                           !c.AllowAtomicPublish,
		"deny_delete or deny_purge keeps from erasing":                      c.DenyDelete || c.DenyPurge,
		"it is sealed, mirrors or is fed by others, or publishes elsewhere": c.Sealed || c.Mirror != nil || len(c.Sources) > 0 || c.RePublish != nil || c.SubjectTransform != nil,
	} {
		if wrong {
			errs = append(errs, fmt.Errorf("stream %s: %s", c.Name, what))
		}
	}
	return errors.Join(errs...)
}

// connect finds the streams, or makes those that are missing.
func (s *Store) connect(ctx context.Context) error {
	first, err := s.streamAt(ctx, 0)
	if err != nil {
		return err
	}
	c := first.CachedInfo().Config
	if got := c.Metadata[formKey]; got != form {
		return fmt.Errorf("stream %s has the form %.20q: this version reads %s", c.Name, got, form)
	}
	n, err := strconv.Atoi(c.Metadata[shardsKey])
	if err != nil || n < 1 || n > maxShards {
		return fmt.Errorf("stream %s says that there are %.20q shards", c.Name, c.Metadata[shardsKey])
	}
	s.o.Shards, s.instance, s.shards = n, c.Metadata[instanceKey], nil
	var errs []error
	for number := range n {
		h, err := s.shardAt(ctx, number)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		s.shards = append(s.shards, h)
	}
	return errors.Join(errs...)
}

func (s *Store) shardAt(ctx context.Context, number int) (*shard, error) {
	stream, err := s.streamAt(ctx, number)
	if err != nil {
		return nil, err
	}
	c := stream.CachedInfo().Config
	if err := fit(&c); err != nil {
		return nil, err
	}
	h := &shard{number: number, stream: stream, replicas: c.Replicas, subject: s.o.Name + "." + strconv.Itoa(number) + "."}
	h.barrier.pass = func() (uint64, error) { return s.passBarrier(h) }
	h.snapshots, err = s.bucketAt(ctx, number)
	return h, err
}

// streamAt finds a stream, or makes it. What was begun and took too long is found
// when it is asked for again.
func (s *Store) streamAt(ctx context.Context, number int) (jetstream.Stream, error) {
	name := s.streamName(number)
	ctx, cancel := s.briefly(ctx)
	defer cancel()
	stream, err := s.js.Stream(ctx, name)
	if errors.Is(err, jetstream.ErrStreamNotFound) && s.o.Create {
		stream, err = s.js.CreateStream(ctx, s.streamConfig(number))
		if errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) { // by another process, just now
			stream, err = s.js.Stream(ctx, name)
		}
	}
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		err = ErrMissing
	}
	if err != nil {
		return nil, fmt.Errorf("stream %s: %w", name, err)
	}
	return stream, nil
}

// bucketConfig is that of a bucket's stream, as clients make them, but that values
// can be overwritten, and not only deleted.
func (s *Store) bucketConfig(name string) jetstream.StreamConfig {
	return jetstream.StreamConfig{
		Name: "KV_" + name, Description: "Snapshots of enrolments, which can be lost", Subjects: []string{"$KV." + name + ".>"},
		MaxMsgsPerSubject: 1, Discard: jetstream.DiscardNew, Storage: jetstream.FileStorage, Replicas: s.o.Replicas,
		Duplicates: 2 * time.Minute, Compression: jetstream.S2Compression, AllowDirect: true, AllowRollup: true,
	}
}

func (s *Store) bucketAt(ctx context.Context, number int) (jetstream.KeyValue, error) {
	name := s.bucketName(number)
	ctx, cancel := s.briefly(ctx)
	defer cancel()
	kv, err := s.js.KeyValue(ctx, name)
	if errors.Is(err, jetstream.ErrBucketNotFound) && s.o.Create {
		_, err = s.js.CreateStream(ctx, s.bucketConfig(name))
		if err == nil || errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) {
			kv, err = s.js.KeyValue(ctx, name)
		}
	}
	if errors.Is(err, jetstream.ErrBucketNotFound) {
		err = ErrMissing
	}
	if err != nil {
		return nil, fmt.Errorf("bucket %s: %w", name, err)
	}
	return kv, nil
}
