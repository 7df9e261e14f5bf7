using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServiceRouter.Platform;

/// <summary>JSON as programs outside see it: names and enum values in lower camel case, read in any case, never as numbers.</summary>
public static class WireJson
{
    /// <summary>
    /// For what is written without a web framework: event streams. No page has it in its text, so that an é stays one: as an escape it is six characters, and what waits
    /// for a slow reader is kept in memory. Ends of lines are escaped all the same.
    /// </summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Adds the reading and writing of enums by name.</summary>
    public static void AddEnumNames(JsonSerializerOptions options) =>
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        AddEnumNames(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}

/// <summary>One enum by its name in lower camel case, wherever it is serialized.</summary>
public sealed class EnumName<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
