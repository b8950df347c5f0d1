// What the compiler asks of netstandard2.0 for init-only properties and records.
namespace System.Runtime.CompilerServices;

internal static class IsExternalInit;
