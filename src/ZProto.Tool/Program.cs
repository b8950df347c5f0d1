using ZProto.Tool;

return await ZProtoCommand.RunAsync(args, Terminal.ForProcess());
