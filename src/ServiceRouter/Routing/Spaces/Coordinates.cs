namespace ServiceRouter.Routing.Spaces;

/// <summary>A point on the ground, in decimal degrees (WGS 84): latitude -90 to 90, longitude -180 to 180.</summary>
public readonly record struct Coordinates(double Latitude, double Longitude)
{
    private const double MeanEarthRadiusKm = 6371.0088;

    public bool IsOnEarth => Math.Abs(Latitude) <= 90 && Math.Abs(Longitude) <= 180;

    /// <summary>Distance as the crow flies, in km (haversine; a road is longer, by a third on average).</summary>
    public double KmTo(Coordinates other)
    {
        double halfLatitude = Math.Sin(Radians(other.Latitude - Latitude) / 2);
        double halfLongitude = Math.Sin(Radians(other.Longitude - Longitude) / 2);
        double chord = halfLatitude * halfLatitude
            + Math.Cos(Radians(Latitude)) * Math.Cos(Radians(other.Latitude)) * halfLongitude * halfLongitude;
        return 2 * MeanEarthRadiusKm * Math.Asin(Math.Sqrt(Math.Min(1, chord)));
    }

    /// <summary>The middle of some points that lie near each other; not for points on both sides of the 180th meridian.</summary>
    internal static Coordinates MiddleOf(IReadOnlyCollection<Coordinates> points) =>
        new(points.Average(point => point.Latitude), points.Average(point => point.Longitude));

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
