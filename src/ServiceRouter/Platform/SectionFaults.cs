using System.Globalization;
using Microsoft.Extensions.Options;

namespace ServiceRouter.Platform;

/// <summary>What is wrong with the settings of one section: collected, so that all of it is told at once, and of each value out of its range in the same words.</summary>
/// <param name="section">As it stands before the colon.</param>
public sealed class SectionFaults(string section)
{
    private readonly List<string> faults = [];

    /// <summary>One sentence for each, with the setting's whole name.</summary>
    public IReadOnlyList<string> All => faults;

    /// <summary>As a validator of options answers.</summary>
    public ValidateOptionsResult Result => faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

    /// <summary>A fault that is no range: a whole sentence that names the setting.</summary>
    public void Add(string fault) => faults.Add(fault);

    /// <summary>The value must lie between two bounds, or be one of them.</summary>
    /// <param name="key">The setting, without its section.</param>
    /// <param name="value">What it is.</param>
    /// <param name="least">The lower bound.</param>
    /// <param name="most">The upper bound.</param>
    /// <param name="leastIs">The setting of this section that gives the lower bound, which is then told by its name; null: it is fixed.</param>
    /// <param name="mostIs">The same of the upper bound.</param>
    public void Within<T>(string key, T value, T least, T most, string? leastIs = null, string? mostIs = null)
        where T : IComparable<T>
    {
        // A number that is none (NaN) compares as less than every other, and is refused too.
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            Add(string.Create(CultureInfo.InvariantCulture, $"{section}:{key} is {value}, and must be between {Bound(least, leastIs)} and {Bound(most, mostIs)}"));
    }

    private string Bound<T>(T bound, string? setting)
    {
        var told = string.Create(CultureInfo.InvariantCulture, $"{bound}");
        return setting is null ? told : $"{section}:{setting} ({told})";
    }
}
