using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ServiceRouter.PhoneSimulator.Rest;

/// <summary>The form of a REST request: PascalCase names, list values as repeated names.</summary>
internal sealed class RestForm(IFormCollection form)
{
    public static async Task<RestForm> ReadAsync(HttpRequest request) =>
        new(request.HasFormContentType ? await request.ReadFormAsync() : FormCollection.Empty);

    /// <summary>Nothing when it is absent; an empty value is a value.</summary>
    public string? this[string name] => form.TryGetValue(name, out var values) ? values.LastOrDefault() ?? "" : null;

    public bool? Flag(string name) => this[name] is { } text ? text.Equals("true", StringComparison.OrdinalIgnoreCase) : null;

    /// <summary>Also several words in one value, as a person would write them by hand.</summary>
    public IReadOnlyList<string> List(string name) =>
        [.. form[name].SelectMany(value => (value ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))];

    public TimeSpan Seconds(string name, TimeSpan otherwise, int most) =>
        int.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(Math.Min(seconds, most)) : otherwise;
}
