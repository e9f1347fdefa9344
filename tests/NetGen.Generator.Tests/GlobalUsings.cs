global using InstructionSet = NetGen.Generator.Kernels.Target;
