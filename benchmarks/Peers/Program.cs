using NetGen.Peers;

return CommandLine.Run(args, Console.Out, Console.Error);
