using ZProto.Model;
using static ZProto.Model.RuleSeverity;

namespace ZProto.Generator.Parts;

/// <summary>What is said of the user's part of an engine: mostly where the compiler would speak of everything else.</summary>
internal static class PartDiagnostics
{
    public static readonly DiagnosticRule OtherNamespace = new("ZP0504", Error, "Part in another namespace", "this class is not your part of '{0}', which belongs in {1}");
    public static readonly DiagnosticRule OtherClass = new("ZP0505", Error, "Method in another class", "{0} in the class '{1}', not here");
    public static readonly DiagnosticRule MisspeltClass = new("ZP0507", Error, "Misspelt class", "no model generates a class '{0}', did you mean '{1}'?");
    public static readonly DiagnosticRule MisspeltMethod = new("ZP0508", Error, "Misspelt action", "'{0}' has no method, did you mean '{1}', which is in {2}?");
    public static readonly DiagnosticRule ForgottenModel = new("ZP0509", Error, "Forgotten model", "no model of this project generates {0}{1}");
    public static readonly DiagnosticRule ShortWakeup = new("ZP0510", Info, "Wakeup in a state that inherits messages", "state '{0}' inherits the event '{1}', which cancels this wakeup when it comes; for a time-out that lasts, use 'SetTimer'");
}
