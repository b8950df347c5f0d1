namespace ZProto.Runtime.Tests;

public sealed partial class TalkServer;
