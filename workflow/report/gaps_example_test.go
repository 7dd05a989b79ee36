package report_test

import (
	"fmt"
	"os"
	"time"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/report"
)

// What is to be read before a record from elsewhere is taken over. A platform has
// the transfer from [workflow.ReadTransfer], or from a passport that was checked,
// and the plan from [workflow.Engine.PlanTransfer].
func ExampleNewGaps() {
	fw, err := frameworks.Catalog().Framework(proficiency.Ref{ID: "hand-hygiene", Version: proficiency.Version{Major: 1}})
	if err != nil {
		fmt.Println(err)
		return
	}
	var transfer workflow.Transfer
	plan := &workflow.TransferPlan{
		Items: []workflow.TransferItem{{Item: "five-moments", Decisions: []workflow.Original{{
			By: "northern/assessor-1", At: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC),
		}}}},
		Left: []workflow.LeftOut{{Code: workflow.Lapsed, Items: []proficiency.ItemID{"technique"}}},
	}
	gaps := report.NewGaps(fw, fw, transfer, plan)
	fmt.Println(gaps.Taken, gaps.Left, gaps.Open)
	gaps.Rows = gaps.Rows[1:4]
	if err := gaps.CSV(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// 1 1 7
	// item,number,statement,taken,reason,confirmed_by,confirmed_at,until,paper
	// five-moments,2.1,Identify the five moments for hand hygiene in an episode of care you have just given.,yes,,northern/assessor-1,2026-03-01T09:00:00Z,,no
	// soap-or-handrub,2.2,Explain when soap and water must be used instead of alcohol-based handrub.,no,,,,,no
	// bare-below-elbows,2.3,Prepare your hands and forearms for clinical work.,no,,,,,no
}
