using static ZProto.Model.RuleSeverity;

namespace ZProto.Model;

/// <summary>Every diagnostic that a model can have: ZP00 its text, ZP01 its root and includes, ZP02 protocols, ZP03 states, ZP04 methods.</summary>
public static class DiagnosticRules
{
#pragma warning disable CS1591 // Each line documents itself: id, severity, title, message.

    public static readonly DiagnosticRule Unreadable = new("ZP0001", Error, "Unreadable model", "the file cannot be read as text");
    public static readonly DiagnosticRule NotWellFormed = new("ZP0002", Error, "XML is not well formed", "{0}");
    public static readonly DiagnosticRule LiteralAmpersand = new("ZP0003", Warning, "Bare ampersand", "this '&' starts no entity that XML defines; it is read as a literal '&' (write &amp;)");
    public static readonly DiagnosticRule TooLarge = new("ZP0004", Error, "Model is too large", "{0}");
    public static readonly DiagnosticRule DocumentType = new("ZP0005", Warning, "Document type is ignored", "a document type and its entities are not read; remove it");
    public static readonly DiagnosticRule UnknownElement = new("ZP0006", Info, "Unknown element", "<{0}> is not recognized and is ignored{1}");
    public static readonly DiagnosticRule UnknownAttribute = new("ZP0007", Info, "Unknown attribute", "attribute '{0}' of <{1}> is not recognized and is ignored{2}");

    public static readonly DiagnosticRule MisspeltElement = new("ZP0008", Warning, "Misspelt element", "<{0}> is not known here, did you mean '{1}'?");
    public static readonly DiagnosticRule MisspeltAttribute = new("ZP0009", Warning, "Misspelt attribute", "<{1}> has no attribute '{0}', did you mean '{2}'?");
    public static readonly DiagnosticRule BadEncoding = new("ZP0010", Error, "Bad encoding", "{0}");

    public static readonly DiagnosticRule MissingName = new("ZP0101", Error, "Missing name", "<{0}> needs a 'name' with a letter or digit in it");
    public static readonly DiagnosticRule IncludeNotFound = new("ZP0102", Error, "Include not found", "no model and no additional file '{0}'{1}");
    public static readonly DiagnosticRule IncludeCycle = new("ZP0103", Error, "Circular include", "'{0}' includes itself: {1}");
    public static readonly DiagnosticRule LicenseNotFound = new("ZP0104", Warning, "License not found", "no license file '{0}' among the project's models and additional files{1}");
    public static readonly DiagnosticRule ForeignScript = new("ZP0105", Warning, "Unknown script", "script '{0}' names none of the kinds codec, server, client, mesh and peer, so nothing is generated from this model{1}");
    public static readonly DiagnosticRule UnknownKind = new("ZP0106", Warning, "Nothing to generate", "the model has no 'script', no messages and no states, so nothing is generated from it: add script=\"zproto_codec_c\" for a protocol, or what it should hold");
    public static readonly DiagnosticRule BadSignature = new("ZP0107", Error, "Bad signature", "signature '{0}' is not a number from 0 to 65535");
    public static readonly DiagnosticRule BadModifier = new("ZP0108", Error, "Bad modifier", "modifier '{0}' is neither 'public' nor 'internal'");
    public static readonly DiagnosticRule BadNamespace = new("ZP0109", Error, "Bad namespace", "'{0}' is not a C# namespace");
    public static readonly DiagnosticRule DuplicateClass = new("ZP0110", Error, "Two models, one class", "the class {0} is already generated from {1}; this model generates nothing");
    public static readonly DiagnosticRule ClassHidesNamespace = new("ZP0111", Warning, "Class named like a namespace", "the class {0} has the name of a part of the namespace '{1}', which hides that namespace where both are available; name the model otherwise or set another 'namespace'");
    public static readonly DiagnosticRule LanguageTooOld = new("ZP0112", Error, "C# is too old", "generated code needs C# 11 or later, and this project compiles C# {0}: set <LangVersion> to 11.0, latest, or remove it");
    public static readonly DiagnosticRule Renamed = new("ZP0113", Info, "Name takes a suffix", "'{0}' is {1} in C#, since {2} is taken by {3}");
    public static readonly DiagnosticRule DuplicateDefine = new("ZP0114", Warning, "Duplicate define", "'{0}' is defined already; this one is ignored");
    public static readonly DiagnosticRule MissingFileName = new("ZP0115", Error, "Missing file name", "<{0}> needs a 'filename'");
    public static readonly DiagnosticRule NamesMeet = new("ZP0116", Error, "Two names, one C# name", "'{0}' and '{1}' are two names, and both are {2} in C#; write them alike, or so that they differ in more than separators");
    public static readonly DiagnosticRule ClassNameReserved = new("ZP0117", Error, "Class name is taken", "the class {0} cannot be generated, since {1}; name the model otherwise or set another 'namespace'");
    public static readonly DiagnosticRule NameTooLong = new("ZP0118", Error, "Name is too long", "the name {0} has {1} characters in C#; {2} are the most");

    public static readonly DiagnosticRule UnknownProtocol = new("ZP0119", Error, "Unknown protocol", "{0}");
    public static readonly DiagnosticRule PublishedProtocol = new("ZP0120", Error, "Published protocol", "protocol '{0}' has pubsub=\"1\": it is for publishing, and no server, client, mesh or node can speak it");

    public static readonly DiagnosticRule WideSignature = new("ZP0121", Info, "Signature above 15", "signature {0} is above 15: messages start with the bytes {1}, as in every zproto codec, and a signature with other bits may start with the same");
    public static readonly DiagnosticRule NotSupportedYet = new("ZP0122", Error, "Not supported yet", "{0} is not supported yet");
    public static readonly DiagnosticRule BadUtf8 = new("ZP0123", Error, "Bad rule for UTF-8", "utf8 '{0}' is neither 'lax' nor 'strict'");
    public static readonly DiagnosticRule BadFraming = new("ZP0128", Error, "Bad framing", "framing '{0}' is neither 'fields' nor 'frames'");
    public static readonly DiagnosticRule PublishedFrames = new("ZP0129", Error, "Published frames", "pubsub=\"1\" puts id and topic before the fields of one frame, and framing=\"frames\" makes each field a frame: remove one of them");
    public static readonly DiagnosticRule LikelyFrames = new("ZP0130", Info, "Likely frames", "the header starts with an empty constant, as where each field is a frame: if it is so here, set framing=\"frames\"");
    public static readonly DiagnosticRule BadMode = new("ZP0131", Error, "Bad mode", "{0}");
    public static readonly DiagnosticRule OnlyInMeshes = new("ZP0132", Info, "Only in meshes", "{0} applies to meshes only and is ignored in this {1}");
    public static readonly DiagnosticRule MissingPackage = new("ZP0133", Error, "Missing package", "script '{0}' needs the package ZProto.Zyre, which this project does not reference: dotnet add package ZProto.Zyre");
    public static readonly DiagnosticRule InternalProtocol = new("ZP0125", Error, "Internal protocol", "protocol '{0}' is internal to another assembly, and code of this project cannot see it; make it public, or generate it here too");
    public static readonly DiagnosticRule MisspeltScript = new("ZP0124", Warning, "Misspelt script", "there is no script '{0}', did you mean '{1}'?");

    public static readonly DiagnosticRule UnknownType = new("ZP0201", Error, "Unknown type", "there is no type '{0}'{1}");
    public static readonly DiagnosticRule BadSize = new("ZP0202", Error, "Bad size", "{0}");
    public static readonly DiagnosticRule BadMessageId = new("ZP0203", Error, "Bad message id", "message id '{0}' is not 0 to 255, 0x00 to 0xFF or one quoted character");
    public static readonly DiagnosticRule BadConstant = new("ZP0204", Error, "Bad constant", "{0}");
    public static readonly DiagnosticRule DuplicateMessage = new("ZP0205", Error, "Duplicate message", "there is a message '{0}' already");
    public static readonly DiagnosticRule DuplicateMessageId = new("ZP0206", Error, "Duplicate message id", "message id {0} is taken by '{1}' already");
    public static readonly DiagnosticRule DuplicateField = new("ZP0207", Error, "Duplicate field", "{1} has a field '{0}' already, header and types counted");
    public static readonly DiagnosticRule FieldWithTwoTypes = new("ZP0208", Error, "Field with two types", "field '{0}' is {1} here and {2} elsewhere in this protocol; a field has one type everywhere, and only numbers may differ in size");
    public static readonly DiagnosticRule MsgNotLast = new("ZP0209", Error, "Field of type msg is not last", "field '{0}' of type msg takes all remaining frames, so no field may follow it");
    public static readonly DiagnosticRule TypeCycle = new("ZP0210", Error, "Circular type", "type '{0}' holds itself: {1}");
    public static readonly DiagnosticRule BuiltInType = new("ZP0211", Error, "Built-in type redefined", "'{0}' is a built-in type");
    public static readonly DiagnosticRule DuplicateType = new("ZP0212", Error, "Duplicate type", "there is a type '{0}' already");
    public static readonly DiagnosticRule BadTest = new("ZP0213", Warning, "Bad test value", "{0}");
    public static readonly DiagnosticRule MissingType = new("ZP0214", Error, "Missing type", "field '{0}' needs a 'type'");
    public static readonly DiagnosticRule BadDigest = new("ZP0215", Warning, "Bad digest", "digest '{0}' is not the 40 hexadecimal digits of a SHA-1");
    public static readonly DiagnosticRule UnknownRole = new("ZP0216", Info, "Unknown role", "role '{0}' is neither 'client' nor 'server' and is ignored");

    public static readonly DiagnosticRule ChangesTheWire = new("ZP0217", Error, "Attribute changes the wire", "attribute '{0}' of <{1}> changes the bytes on the wire in the generator that knows it, and this one does not; describe the bytes with other fields");
    public static readonly DiagnosticRule BadCorrelation = new("ZP0218", Error, "Bad correlation", "{0}");

    public static readonly DiagnosticRule NotAFrame = new("ZP0219", Error, "Not a frame", "field '{0}' is {1}, which cannot be one frame; with framing=\"frames\" each field is one");
    public static readonly DiagnosticRule OnlyInFrames = new("ZP0220", Error, "Only in frames", "{0} needs a protocol whose fields are frames: framing=\"frames\"");
    public static readonly DiagnosticRule BadOptional = new("ZP0221", Error, "Bad optional field", "field '{0}' cannot be optional: {1}");
    public static readonly DiagnosticRule BadIdField = new("ZP0222", Error, "Bad id field", "field 'id' of the header is {0}; it carries the message's id, and is a number of 1 byte");
    public static readonly DiagnosticRule MessageWithoutFrames = new("ZP0223", Error, "Message without frames", "message '{0}' has no fields, and a message is at least one frame");
    public static readonly DiagnosticRule MessagesLookAlike = new("ZP0224", Warning, "Messages look alike", "message '{0}' can have the same frames as '{1}' before it, and is read as that; let a constant tell them apart, or the 'role' of both");
    public static readonly DiagnosticRule MessageNeverRead = new("ZP0225", Error, "Message is never read", "whatever frames message '{0}' has, '{1}' before it can have them too, and is read instead; let a constant tell them apart, or the 'role' of both");

    public static readonly DiagnosticRule DuplicateState = new("ZP0301", Error, "Duplicate state", "there is a state '{0}' already");
    public static readonly DiagnosticRule DuplicateEvent = new("ZP0302", Error, "Duplicate event", "state '{1}' has an event '{0}' already");
    public static readonly DiagnosticRule UnknownState = new("ZP0303", Error, "Unknown state", "there is no state '{0}'{1}");
    public static readonly DiagnosticRule InheritanceCycle = new("ZP0304", Error, "Circular inheritance", "state '{0}' is its own superstate: {1}");
    public static readonly DiagnosticRule ReservedEvent = new("ZP0305", Error, "Reserved event", "'{0}' is the engine's own event; name this one otherwise");
    public static readonly DiagnosticRule UnreachableState = new("ZP0306", Warning, "Unreachable state", "no event leads to state '{0}', and no state inherits from it");
    public static readonly DiagnosticRule MissingState = new("ZP0307", Error, "No state", "a {0} needs a <state> to start in");
    public static readonly DiagnosticRule MissingMessage = new("ZP0308", Error, "Missing message", "action 'send' needs a 'message'");
    public static readonly DiagnosticRule BadUnexpected = new("ZP0309", Error, "Bad rule for unexpected events", "unexpected '{0}' is none of 'queue', 'ignore' and 'terminate'");
    public static readonly DiagnosticRule DuplicateBody = new("ZP0310", Error, "Duplicate action body", "action '{0}' has a body already");
    public static readonly DiagnosticRule ReservedAction = new("ZP0311", Error, "Reserved action", "action '{0}' is the engine's own and takes no body");
    public static readonly DiagnosticRule UnusedBody = new("ZP0312", Warning, "Unused action body", "no state names an action '{0}', whose body this is{1}");
    public static readonly DiagnosticRule UnknownMessage = new("ZP0313", Error, "Unknown message", "protocol '{1}' has no message '{0}'{2}");
    public static readonly DiagnosticRule BadActionCode = new("ZP0314", Error, "Bad action code", "the body of action '{0}' must be C# statements whose braces match, without preprocessor lines");
    public static readonly DiagnosticRule MessageNotHandled = new("ZP0315", Warning, "Message not taken", "no state of this server names the message '{0}', which clients send{1}");
    public static readonly DiagnosticRule BodyWithoutField = new("ZP0316", Warning, "Body without a field", "message '{0}' has no text or byte field that this 'body' could fill");

    public static readonly DiagnosticRule MessageTakesEventName = new("ZP0317", Info, "Message takes the name of an engine's event", "'{0}' means the protocol's message here; the engine's own event is called '{1}'");
    public static readonly DiagnosticRule MisspeltEvent = new("ZP0318", Warning, "Misspelt event", "protocol '{1}' has no message '{0}', did you mean '{2}', which no state handles?");
    public static readonly DiagnosticRule MisspeltSend = new("ZP0319", Warning, "Misspelt send", "action '{0}' takes no 'message', did you mean 'send'?");

    public static readonly DiagnosticRule MissingSocket = new("ZP0321", Error, "Missing socket", "action 'send' of a machine needs a 'socket' of the engine to send by");
    public static readonly DiagnosticRule UnknownSocket = new("ZP0322", Error, "Unknown socket", "there is no socket '{0}'{1}");
    public static readonly DiagnosticRule BadSendingSocket = new("ZP0323", Error, "Socket that cannot send", "socket '{0}' {1}");
    public static readonly DiagnosticRule DuplicateMachine = new("ZP0324", Error, "Duplicate machine", "there is a machine '{0}' already");
    public static readonly DiagnosticRule UnknownMachine = new("ZP0325", Error, "Unknown machine", "there is no machine '{0}'{1}");
    public static readonly DiagnosticRule UnknownMachineEvent = new("ZP0326", Error, "Unknown event of a machine", "no state of machine '{1}' names an event '{0}'{2}");

    public static readonly DiagnosticRule BadCast = new("ZP0327", Error, "Bad cast", "cast '{0}' is neither 'shout' nor 'whisper'");
    public static readonly DiagnosticRule BadGroup = new("ZP0328", Error, "Bad group", "{0}");

    public static readonly DiagnosticRule DuplicateMethod = new("ZP0401", Error, "Duplicate method", "there is a method '{0}' already");
    public static readonly DiagnosticRule DuplicateReply = new("ZP0402", Error, "Duplicate reply", "there is a reply '{0}' already");
    public static readonly DiagnosticRule UnknownReply = new("ZP0403", Warning, "Unknown reply", "no <reply> declares '{0}', so it is a reply without fields{1}");
    public static readonly DiagnosticRule UnknownProperty = new("ZP0404", Error, "Unknown property", "no reply has a property '{0}' to return{1}");
    public static readonly DiagnosticRule ArgumentWithTwoTypes = new("ZP0405", Error, "Argument with two types", "'{0}' is {1} here and {2} elsewhere; a name has one type over all {3}, and only numbers may differ in size");
    public static readonly DiagnosticRule DuplicateArgument = new("ZP0406", Error, "Duplicate argument", "{1} has a '{0}' already");
    public static readonly DiagnosticRule MethodWithoutEvent = new("ZP0407", Warning, "Method without an event", "no state names the event '{0}' that this method raises{1}");
    public static readonly DiagnosticRule OnlyInClients = new("ZP0408", Info, "Only in clients", "{0} applies to clients only and is ignored in this {1}");
    public static readonly DiagnosticRule ConstantArgument = new("ZP0409", Info, "Constant argument", "an argument with 'constant' is ignored");
    public static readonly DiagnosticRule MissingReply = new("ZP0410", Error, "Missing reply", "<accept> needs a 'reply'");
    public static readonly DiagnosticRule UndeclaredReply = new("ZP0413", Info, "Reply without fields", "no <reply> declares '{0}', so it is a reply without fields");
    public static readonly DiagnosticRule BadCustomCode = new("ZP0412", Error, "Bad custom code", "the code of <custom> must be members of a C# class whose braces match, without preprocessor lines");
    public static readonly DiagnosticRule BadTimeout = new("ZP0414", Error, "Bad timeout", "timeout '{0}' is not a number of milliseconds");
    public static readonly DiagnosticRule BadErrorFlag = new("ZP0415", Error, "Bad error flag", "error '{0}' is neither '0' nor '1'");
    public static readonly DiagnosticRule OnlyErrors = new("ZP0416", Warning, "Nothing but errors", "'{0}' accepts no reply that is not an error, so every call of it fails");
    public static readonly DiagnosticRule BadRetry = new("ZP0417", Error, "Bad retry", "retry '{0}' is not a number of tries from 1 to {1}");
    public static readonly DiagnosticRule RetryWithoutTimeout = new("ZP0418", Error, "Retry without a timeout", "'{0}' is never tried again, since its tries have no timeout");
    public static readonly DiagnosticRule RetryNotNamed = new("ZP0419", Warning, "Retry in a state without the event", "state '{0}', to which '{1}' leads, does not name '{1}', so that it cannot be tried again there");
    public static readonly DiagnosticRule BadSocketType = new("ZP0420", Error, "Bad type of a socket", "socket '{0}' {1}; it is one of pub, sub, xpub, xsub, push, pull, dealer and router");
    public static readonly DiagnosticRule DuplicateSocket = new("ZP0421", Error, "Duplicate socket", "there is a socket '{0}' already");
    public static readonly DiagnosticRule OnlyInServers = new("ZP0422", Info, "Only in servers and meshes", "{0} applies to servers and meshes only and is ignored in this {1}");
    public static readonly DiagnosticRule CustomWithoutLanguage = new("ZP0411", Info, "Custom code without a language", "<custom> is ignored without language=\"C#\"");

#pragma warning restore CS1591
}
