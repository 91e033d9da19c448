// What a library user needs: sessions, the values they speak of, and pixels.
@_exported public import Billing
@_exported public import EditModel
@_exported public import Engine
@_exported public import Planner
@_exported public import Raster
