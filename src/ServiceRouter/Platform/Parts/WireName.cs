using System.Text.Json;

namespace ServiceRouter.Platform.Parts;

/// <summary>A name of code as it stands in JSON and metrics.</summary>
public static class WireName
{
    /// <returns>Lower camel case.</returns>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
