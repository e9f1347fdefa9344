using NetGen.Examples.Zoo;

return CommandLine.Run(args, Console.Out, Console.Error);
