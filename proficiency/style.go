package proficiency

// StyleRules are all rules about how a framework is written, by family. They
// are applied where [CheckOptions] ask for them.
func StyleRules() []ContentRule { return nil }
