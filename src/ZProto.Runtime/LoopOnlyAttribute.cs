using System.ComponentModel;

namespace ZProto;

/// <summary>
/// Marks a member, or all members of a class, that belong to an engine's loop: on another thread they throw, or their values change at
/// any time. The analyzer ZP0503 warns of such a use.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method | AttributeTargets.Property)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LoopOnlyAttribute : Attribute;
