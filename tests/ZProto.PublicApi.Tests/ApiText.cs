using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace ZProto.PublicApi.Tests;

/// <summary>The public API of an assembly as text: each type with what others see of it, in C#'s words, sorted.</summary>
internal static class ApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<string, string> Keywords = new()
    {
        ["System.Void"] = "void", ["System.Object"] = "object", ["System.String"] = "string", ["System.Boolean"] = "bool", ["System.Char"] = "char",
        ["System.Byte"] = "byte", ["System.SByte"] = "sbyte", ["System.Int16"] = "short", ["System.UInt16"] = "ushort", ["System.Int32"] = "int",
        ["System.UInt32"] = "uint", ["System.Int64"] = "long", ["System.UInt64"] = "ulong", ["System.Single"] = "float", ["System.Double"] = "double",
        ["System.Decimal"] = "decimal", ["System.IntPtr"] = "nint", ["System.UIntPtr"] = "nuint",
    };

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (IGrouping<string?, Type> space in assembly.GetExportedTypes().Where(IsSeen).GroupBy(type => type.Namespace).OrderBy(space => space.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"namespace {space.Key}\n");
            foreach (Type type in space.OrderBy(FullName, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"\n    {Declaration(type)}\n");
                foreach (string member in Members(type))
                    text.Append(CultureInfo.InvariantCulture, $"        {member}\n");
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    // A type within a type that can be derived from may be protected.
    private static bool IsSeen(Type type) => type.IsPublic || ((type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsSeen(type.DeclaringType!));

    private static string Declaration(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type) && type.GetMethod("Invoke") is MethodInfo invoke)
            return $"delegate {Name(invoke.ReturnType)} {FullName(type)}({Parameters(invoke)})";
        string[] bases = [.. new[] { type.BaseType }.Where(IsWorthNaming).Concat(OwnInterfaces(type)).Select(parent => Name(parent!))];
        string word = IsRecord(type) ? "record" : "class";
        string kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => (IsReadOnly(type) ? "readonly " : "") + (type.IsByRefLike ? "ref struct" : IsRecord(type) ? "record struct" : "struct"),
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => $"abstract {word}",
            { IsSealed: true } => $"sealed {word}",
            _ => word,
        };
        string text = type.IsEnum
            ? $"enum {FullName(type)} : {Name(Enum.GetUnderlyingType(type))}"
            : $"{kind} {FullName(type)}{(bases.Length > 0 ? $" : {string.Join(", ", bases)}" : "")}{Constraints(type.GetGenericArguments())}";
        return (type.IsNestedFamily || type.IsNestedFamORAssem ? "protected " : "") + text;
    }

    private static bool IsReadOnly(MemberInfo member) => member.IsDefined(typeof(IsReadOnlyAttribute));

    private static bool IsWorthNaming(Type? parent) => parent is not null && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum);

    private static IEnumerable<Type> OwnInterfaces(Type type)
        => type.GetInterfaces().Where(face => face.IsVisible).Except(type.BaseType?.GetInterfaces() ?? []).OrderBy(Name, StringComparer.Ordinal);

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name} = {Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}");
        if (typeof(Delegate).IsAssignableFrom(type))
            return [];
        return [
            .. Lines(type.GetConstructors(Declared).Where(IsSeen), maker => $"{Access(maker)}{type.Name.Split('`')[0]}({Parameters(maker)})"),
            .. Lines(type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly), Field),
            .. Lines(type.GetProperties(Declared).Where(property => property.GetAccessors(true).Any(IsSeen) && property.Name != "EqualityContract"), Property),
            .. Lines(type.GetEvents(Declared).Where(@event => IsSeen(@event.AddMethod!)), @event => $"{Access(@event.AddMethod!)}event {Name(@event.EventHandlerType!)} {@event.Name}"),
            .. Lines(type.GetMethods(Declared).Where(method => IsSeen(method) && IsOrdinary(method)), Method),
        ];
    }

    private static IEnumerable<string> Lines<T>(IEnumerable<T> members, Func<T, string> line)
        where T : MemberInfo
        => members.OrderBy(member => member.Name, StringComparer.Ordinal).ThenBy(line, StringComparer.Ordinal).Select(line);

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // What the compiler gives to every record goes without saying.
    private static bool IsOrdinary(MethodInfo method)
        => (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) && !method.IsDefined(typeof(CompilerGeneratedAttribute));

    private static bool IsRecord(Type type)
        => type.GetMethod("PrintMembers", Declared)?.IsDefined(typeof(CompilerGeneratedAttribute)) == true;

    private static string Access(MethodBase method)
    {
        string text = method.IsFamily || method.IsFamilyOrAssembly ? "protected " : "";
        if (method.DeclaringType!.IsInterface && method.IsAbstract)
            return text + (method.IsStatic ? "static abstract " : "");
        if (method.IsStatic)
            text += "static ";
        bool isOverride = method is MethodInfo info && info.GetBaseDefinition() != info;
        return text + method switch
        {
            { IsAbstract: true } => isOverride ? "abstract override " : "abstract ",
            { IsVirtual: true, IsFinal: false } => isOverride ? "override " : "virtual ",
            { IsVirtual: true } when isOverride => "sealed override ",
            _ => "",
        };
    }

    private static string Field(FieldInfo field)
    {
        string text = field.IsPublic ? "" : "protected ";
        if (field.IsLiteral)
            return $"{text}const {Name(field.FieldType)} {field.Name} = {Literal(field.GetRawConstantValue())}";
        return $"{text}{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{Name(field.FieldType)} {field.Name}";
    }

    private static string Property(PropertyInfo property)
    {
        MethodInfo widest = property.GetAccessors(true).Where(IsSeen).OrderByDescending(accessor => accessor.IsPublic).First();
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        bool isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        string accessors = Accessor(property.GetMethod, "get", widest) + Accessor(property.SetMethod, isInit ? "init" : "set", widest);
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{Access(widest)}{required}{Name(property.PropertyType)} {name} {{ {accessors}}}";
    }

    private static string Accessor(MethodInfo? method, string word, MethodInfo widest)
        => method is null || !IsSeen(method) ? "" : $"{(widest.IsPublic && !method.IsPublic ? "protected " : "")}{word}; ";

    private static string Method(MethodInfo method)
    {
        string generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        string extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return $"{Access(method)}{Name(method.ReturnType)} {method.Name}{generic}({extension}{Parameters(method)}){(method.IsGenericMethod ? Constraints(method.GetGenericArguments()) : "")}";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string way = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        string type = parameter.ParameterType.IsByRef ? Name(parameter.ParameterType.GetElementType()!) : Name(parameter.ParameterType);
        string several = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        return $"{several}{way}{type} {parameter.Name}{(parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue)}" : "")}";
    }

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Constraints(Type[] arguments) => string.Concat(arguments.Where(argument => argument.IsGenericParameter).Select(Constraint));

    private static string Constraint(Type argument)
    {
        GenericParameterAttributes flags = argument.GenericParameterAttributes;
        var words = new List<string>();
        if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            words.Add("class");
        bool isStruct = flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        if (isStruct)
            words.Add("struct");
        words.AddRange(argument.GetGenericParameterConstraints().Where(parent => parent != typeof(ValueType)).Select(Name));
        if (!isStruct && flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
            words.Add("new()");
        return words.Count == 0 ? "" : $" where {argument.Name} : {string.Join(", ", words)}";
    }

    // With the types it stands in, without the namespace.
    private static string FullName(Type type) => $"{(type.DeclaringType is Type outer ? $"{FullName(outer)}." : "")}{Own(type, type.GetGenericArguments())}";

    // The name as C# writes it, without namespaces.
    private static string Name(Type type)
    {
        if (type.IsByRef)
            return $"ref {Name(type.GetElementType()!)}";
        if (type.IsPointer)
            return $"{Name(type.GetElementType()!)}*";
        if (type.IsArray)
            return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is Type inner)
            return $"{Name(inner)}?";
        if (type.IsGenericParameter)
            return type.Name;
        if (type.FullName is not null && Keywords.TryGetValue(type.FullName, out string? keyword))
            return keyword;
        Type[] arguments = type.GetGenericArguments();
        if (type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
            return $"({string.Join(", ", arguments.Select(Name))})";
        return $"{(type.DeclaringType is Type outer ? $"{Own(outer, arguments)}." : "")}{Own(type, arguments)}";
    }

    // A nested type has the type arguments of those around it ahead of its own.
    private static string Own(Type type, Type[] arguments)
    {
        int outer = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        int all = type.GetGenericArguments().Length;
        string name = type.Name.Split('`')[0];
        return all == outer ? name : $"{name}<{string.Join(", ", arguments[outer..all].Select(Name))}>";
    }
}
