using ZProto.Zyre.Tests.Nodes;

// The node of a NodeProcess.
await NodeProcess.RunAsync(args);
