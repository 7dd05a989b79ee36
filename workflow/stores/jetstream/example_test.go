package jetstream_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/stores/jetstream"
)

// One server in the same process is enough to try it. Three, each on a machine
// of its own, keep records when one is lost.
func ExampleOpen() {
	if err := enrolOnServer(context.Background()); err != nil {
		fmt.Println(err)
	}
	// Output:
	// learner-1 is enrolled: record 1
	// read back: 1 record, an enrol
	// without ReconnectBufSize it is refused
}

func enrolOnServer(ctx context.Context) error {
	url, stop, err := oneServer()
	if err != nil {
		return err
	}
	defer stop()

	nc, err := nats.Connect(url, nats.ReconnectBufSize(-1), nats.MaxReconnects(-1))
	if err != nil {
		return err
	}
	defer nc.Close()
	store, err := jetstream.Open(ctx, nc, &jetstream.Options{Create: true, Replicas: 1})
	if err != nil {
		return err
	}
	defer store.Close()

	host := &workflow.FixedHost{}
	host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust})
	host.Delegate("learner-1", "trust-1")
	engine, err := workflow.NewEngine(frameworks.Catalog(), host, store, workflow.Options{Key: []byte("a key for tests!")})
	if err != nil {
		return err
	}
	enrolled, err := engine.Do(ctx, workflow.Request{Actor: "learner-1", Command: &workflow.Enrol{
		Learner: "learner-1", Centre: "trust-1", Framework: proficiency.Ref{ID: "hand-hygiene"},
	}})
	if err != nil {
		return err
	}
	fmt.Println("learner-1 is enrolled: record", enrolled.Record.Seq)
	records, err := store.Load(ctx, enrolled.Enrolment, 0)
	if err != nil {
		return err
	}
	fmt.Printf("read back: %d record, an %s\n", len(records), records[0].Kind)

	keeping, err := nats.Connect(url) // would send later what nobody waits for any more
	if err != nil {
		return err
	}
	defer keeping.Close()
	if _, err := jetstream.Open(ctx, keeping, nil); err != nil {
		fmt.Println("without ReconnectBufSize it is refused")
	}
	return nil
}

// oneServer starts a server as it should be set: synced always.
func oneServer() (url string, stop func(), err error) {
	folder, err := os.MkdirTemp("", "countersign-")
	if err != nil {
		return "", nil, err
	}
	s, err := server.NewServer(&server.Options{
		Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: folder, SyncAlways: true, NoLog: true, NoSigs: true,
	})
	if err != nil {
		return "", nil, err
	}
	s.Start()
	stop = func() {
		s.Shutdown()
		s.WaitForShutdown()
		os.RemoveAll(folder)
	}
	if !s.ReadyForConnections(time.Minute) {
		stop()
		return "", nil, fmt.Errorf("no server came up")
	}
	return s.ClientURL(), stop, nil
}
