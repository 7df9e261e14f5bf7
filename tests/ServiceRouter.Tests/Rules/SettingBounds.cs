using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServiceRouter.Connectors.Twilio;
using ServiceRouter.Host.SignIn;

namespace ServiceRouter.Tests.Rules;

/// <summary>The least and the most of a setting, as the validation at start tells them to whoever goes below.</summary>
internal static partial class SettingBounds
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).BuildServiceProvider();

    /// <returns>Such as "100 ms to 10 min"; null when nothing bounds it.</returns>
    public static string? Of(string section, Type options, PropertyInfo property, bool isSize)
    {
        if (Lowest(property.PropertyType) is not { } lowest) return null;
        var given = Activator.CreateInstance(options)!;
        property.SetValue(given, lowest);
        var told = Failures(given).Select(failure => Told().Match(failure)).FirstOrDefault(match => match.Groups["key"].Value == $"{section}:{property.Name}");
        return told is null ? null : Words(told.Groups["least"].Value, told.Groups["most"].Value, property.PropertyType, isSize);
    }

    /// <summary>The largest unit in which it is a whole number: "1 day", "45 s", "100 ms".</summary>
    public static string Words(TimeSpan time)
    {
        var (number, unit) = Parts(time);
        return number == 0 ? "0" : $"{number} {unit}";
    }

    /// <summary>Bytes as "64 MB", of 1,024 each way.</summary>
    public static string Words(long bytes)
    {
        var (number, unit) = Parts(bytes);
        return $"{number} {unit}";
    }

    private static object? Lowest(Type type) =>
        type == typeof(TimeSpan) ? TimeSpan.MinValue : type == typeof(int) ? int.MinValue : type == typeof(long) ? long.MinValue : type == typeof(double) ? double.MinValue : null;

    private static IEnumerable<string> Failures(object given)
    {
        // One validator looks at both, since the one excludes the other.
        if (given is SignInOptions signIn) return SignInRules.Faults(new SignInSetting(signIn, new DemoOptions(), ServesStaff: false, IsProduction: false, StateDirectory: ""));
        if (given is DemoOptions demo)
        {
            demo.Enabled = true;
            return SignInRules.Faults(new SignInSetting(new SignInOptions(), demo, ServesStaff: false, IsProduction: false, StateDirectory: ""));
        }
        // Without an account nothing of it is checked.
        if (given is TwilioOptions twilio) twilio.AccountSid = "AC";
        var contract = typeof(IValidateOptions<>).MakeGenericType(given.GetType());
        var validator = given.GetType().Assembly.GetTypes().Single(type => type.IsAssignableTo(contract));
        var result = (ValidateOptionsResult)contract.GetMethod("Validate")!.Invoke(ActivatorUtilities.CreateInstance(Services, validator), [null, given])!;
        return result.Failures ?? [];
    }

    private static string Words(string least, string most, Type type, bool isSize)
    {
        var (from, to) = (Part(least, type, isSize), Part(most, type, isSize));
        // The unit once where both have it, or where the first is nothing: "1 to 365 days", "0 to 10 min".
        var once = from.Number == "0" || from.Unit == to.Unit || $"{from.Unit}s" == to.Unit;
        return $"{$"{from.Number} {(once ? "" : from.Unit)}".TrimEnd()} to {$"{to.Number} {to.Unit}".TrimEnd()}";
    }

    private static (string Number, string Unit) Part(string bound, Type type, bool isSize)
    {
        // Another setting is the bound.
        if (bound.Contains(':', StringComparison.Ordinal) && char.IsLetter(bound[0])) return ($"`{bound}`", "");
        if (type == typeof(TimeSpan)) return InWords(Parts(TimeSpan.Parse(bound, CultureInfo.InvariantCulture)));
        if (type == typeof(double)) return (bound, "");
        var number = long.Parse(bound, CultureInfo.InvariantCulture);
        return isSize ? InWords(Parts(number)) : (number.ToString("N0", CultureInfo.InvariantCulture), "");
    }

    private static (string Number, string Unit) InWords((long Number, string Unit) part) => (part.Number.ToString(CultureInfo.InvariantCulture), part.Unit);

    private static (long Number, string Unit) Parts(TimeSpan time)
    {
        (long Ticks, string Unit)[] units =
            [(TimeSpan.TicksPerDay, "day"), (TimeSpan.TicksPerHour, "h"), (TimeSpan.TicksPerMinute, "min"), (TimeSpan.TicksPerSecond, "s"), (TimeSpan.TicksPerMillisecond, "ms")];
        var (ticks, unit) = units.First(one => time.Ticks % one.Ticks == 0);
        var number = time.Ticks / ticks;
        return (number, unit == "day" && number > 1 ? "days" : unit);
    }

    private static (long Number, string Unit) Parts(long bytes)
    {
        (int Shift, string Unit)[] units = [(30, "GB"), (20, "MB"), (10, "kB"), (0, "bytes")];
        var (shift, unit) = units.First(one => bytes % (1L << one.Shift) == 0);
        return (bytes >> shift, unit);
    }

    [GeneratedRegex(@"^(?<key>\S+) is \S+, and must be between (?<least>\S+)(?: \(\S+\))? and (?<most>\S+?)(?: \(\S+\))?$")]
    private static partial Regex Told();
}
