using System.Reflection;
using System.Text;

namespace ServiceRouter.Tests.Rules;

/// <summary>All messages as reviewable text: what other nodes, and rows written by an older version, rely on.</summary>
internal static class ContractText
{
    public static IReadOnlyList<Type> Types { get; } =
        [.. Assembly.Load("ServiceRouter.Contracts").GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal)];

    public static string Write()
    {
        var text = new StringBuilder();
        foreach (var type in Types)
            text.Append(type.IsEnum ? OfEnum(type) : OfRecord(type)).Append('\n');
        return text.ToString();
    }

    private static string OfEnum(Type type) =>
        $"enum {type.FullName} {{ {string.Join(", ", Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(value => $"{Enum.GetName(type, value)} = {value}"))} }}";

    private static string OfRecord(Type type)
    {
        var nullability = new NullabilityInfoContext();
        var parameters = type.GetConstructors().OrderByDescending(constructor => constructor.GetParameters().Length).First().GetParameters()
            .Select(parameter => $"{Name(nullability.Create(parameter))} {parameter.Name}{(parameter.HasDefaultValue ? " = default" : "")}");
        return $"record {type.FullName}({string.Join(", ", parameters)})";
    }

    private static string Name(NullabilityInfo type)
    {
        if (Nullable.GetUnderlyingType(type.Type) is { } value)
            return $"{value.Name}?";
        var name = type.Type.IsArray ? $"{Name(type.ElementType!)}[]"
            : type.Type.IsGenericType ? $"{type.Type.Name.Split('`')[0]}<{string.Join(", ", type.GenericTypeArguments.Select(Name))}>"
            : type.Type.Name;
        return !type.Type.IsValueType && type.ReadState == NullabilityState.Nullable ? $"{name}?" : name;
    }
}
